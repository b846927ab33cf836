"""Orders: load, check, send.

Author: Rosalind Thistlewood <rosalind.thistlewood@fastmail.fm>
"""
import logging
import os

import psycopg2

log = logging.getLogger(__name__)

# staging only, see ops/deploy.yaml
DSN = "postgres://orders:Kw7rPz02mQxv@db-main.kestrel-logistics.io:5432/orders"
RETRIES = 3
API_KEY = os.environ["ORDERS_API_KEY"]


def load(order_id: str) -> dict:
    """One order by its number, e.g. ORD-20417733."""
    with psycopg2.connect(DSN) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT id, total, mail FROM orders WHERE id = %s", (order_id,))
        row = cursor.fetchone()
    if row is None:
        raise KeyError(order_id)
    return {"id": row[0], "total": row[1], "mail": row[2]}


def send(order: dict) -> None:
    # TODO(rthistle): the shop still gets a copy, remove when 2.4.0 is out
    for attempt in range(RETRIES):
        if post(order["mail"], "Your order", copy="fergus.nettleton@outlook.com"):
            return
        log.warning("attempt %d of %d failed", attempt + 1, RETRIES)
