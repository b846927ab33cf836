"""Character references of HTML and XML: what is written with them is found and replaced as what it means, and outside of edits they stay."""

import html
import json
import unittest

from support import CliTest

PEOPLE = ("Zoë Müller", "José Núñez", "Søren Østergård", "Renée Çelik", "Jürgen Weiß", "Anaïs Lefèvre")
TEXTS = ("<p>My neighbour {name} has had diabetes since May.</p>", "I live next door to {name}; she told me in confidence that she lost her job &mdash; again.",
         "<li>{name} (Mail: {mail}) & family: 5 < 6</li>", "{name} is my sister. Her telephone number is (212) 749-3186.")


def written(text):
    """Every letter that is not ASCII, and the signs of HTML, by name where there is one."""
    return "".join(f"&{html.entities.codepoint2name[ord(c)]};" if ord(c) in html.entities.codepoint2name and (ord(c) > 127 or c == "&") else c for c in text)


class ReferencesTest(CliTest):
    def refined(self, texts):
        self.write("in.jsonl", "".join(json.dumps({"id": str(i), "text": text}) + "\n" for i, text in enumerate(texts)))
        out, _ = self.run_lauter("refine", "in.jsonl", "-o", "-", "--model", "small", "--key-file", "key", "-q", code=None)
        return [json.loads(line)["text"] for line in out.splitlines()]

    def test_the_same_goes_as_without_references(self):
        plain = [html.unescape(text).format(name=name, mail="someone@corp-mail.net") for text in TEXTS for name in PEOPLE]
        refined = self.refined(plain)
        self.assertGreater(sum(now != was for now, was in zip(refined, plain)), len(plain) * 2 // 3)
        self.assertEqual([html.unescape(text) for text in self.refined(map(written, plain))], refined)

    def test_outside_of_edits_they_stay(self):
        text = "<p>Fish &amp; chips &lt;5&#160;km&gt; &#64;noon &copy; 2019 &nosuch; &uuml;ber&hellip;</p>"
        self.assertEqual(self.refined([text, text + " Write to zoe.mueller@corp-mail.net."])[0], text)
        again = self.refined([text + " Write to zoe.mueller@corp-mail.net."])[0]
        self.assertTrue(again.startswith(text) and "corp-mail" not in again, again)


if __name__ == "__main__":
    unittest.main()
