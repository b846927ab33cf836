"""What `lauter find` marks of a value with the judge: the value, no mark and no word beside it."""

import itertools
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support import CliTest

FRAMES = ("Hi Priya, you can reach me at {}{} I am home after six.", "{}{} is what my landlord has of me.",
          "my sister said: {}{}\nshe moved out in May", 'He wrote "{}{}', "(mine is {}{}")
ENDS = (".", ",", ")", '"', "!", ";", " ", "\n")
VALUES = {"EMAIL_ADDRESS": ("t.okonkwo81@corvane.net", "mail+me@wrenhollow.org"),
          "PHONE_NUMBER": ("(415) 523-2671", "+44 20 8946 0738", "0151 2346 7719"),
          "IBAN": ("GB33BUKB20201555555555",), "CREDIT_CARD": ("4539 1488 0343 6467",)}


class Extent(CliTest):
    def test_the_marks_and_words_around_a_value_are_not_part_of_it(self):
        cases = [(label, value, frame.format(value, end)) for label, values in VALUES.items()
                 for value, frame, end in itertools.product(values, FRAMES, ENDS)]
        rows = "".join(json.dumps({"text": text}) + "\n" for _, _, text in cases)
        out, _ = self.run_lauter("find", "-", "--format", "jsonl", "--quiet", "--model", "small", stdin=rows.encode())
        found = 0
        for (_, value, text), line in zip(cases, out.splitlines(), strict=True):
            begin = len(text[:text.index(value)].encode())
            end = begin + len(value)
            for span in json.loads(line)["spans"]:
                if span["start"] < end and span["end"] > begin:
                    found += 1
                    self.assertEqual((span["start"], span["end"]), (begin, end), text)
        self.assertGreater(found, len(cases) * .8, "too few are found for this to tell anything")

    def test_a_mailbox_of_manuals_stays_where_one_of_a_person_goes(self):
        frames = [frame.format("{}", ".") for frame in FRAMES] + ["Copyright (c) 2019 Jo Hale <{}>.", "Contact: {}\nRoom 4"]
        hosts = ("example.com", "mail.example.org", "corvane.net")
        cases = [(host, frame.format("jo.hale@" + host)) for frame in frames for host in hosts]
        rows = "".join(json.dumps({"text": text}) + "\n" for _, text in cases)
        out, _ = self.run_lauter("find", "-", "--format", "jsonl", "--quiet", "--model", "small", stdin=rows.encode())
        for (host, text), line in zip(cases, out.splitlines(), strict=True):
            found = any(text.encode()[span["start"]:span["end"]].endswith(host.encode()) for span in json.loads(line)["spans"])
            self.assertEqual(found, host == "corvane.net", text)


if __name__ == "__main__":
    unittest.main()
