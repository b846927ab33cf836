from app.orders import load


def fixture():
    return {
        "name": "Imogen Garside",
        "email": "imogen.garside@gmx.net",
        "phone": "+44 7845 220 913",
        "iban": "GB76 QLXT 4039 1187 2204 56",
        "total": 41.90,
    }


def test_total():
    assert fixture()["total"] == 41.90


def test_unknown_order_is_an_error():
    try:
        load("ORD-00000000")
    except KeyError as error:
        assert "ORD" in str(error)
