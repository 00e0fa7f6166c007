"""Slips that people make in a campaign file, and what they are told."""

from typing import get_args

from standup_tui.settings.campaign import Adjustable, Campaign, Switchable

TOP = 'name = "A day"\nhashtags = ["StandUp4SW"]\n'
TIME = "expected a time such as 2026-11-22T09:00:00"
NUMERIC_ID = 'the account\'s numeric id, such as "4217"'
HANDLE = 'a handle such as "WensumValeSW"'
ZONE = 'a time zone such as "Europe/London"'
ADDRESS = "expected an https address, or http on 127.0.0.1 for the simulator"
KINDS = " or ".join(f'"{kind}"' for kind in get_args(Switchable))
MILDER = " or ".join(f'"{kind}"' for kind in get_args(Adjustable))
ROSTER = '[[roster]]\nid = "1"\nhandle = "a"\n\n[[roster]]\nid = "2"\nhandle = "b"\n\n[[roster]]\n'

SLIPS = {
    "nothing at all": ("", "line 1: name: expected text that is not empty, but it is missing."),
    "no name": (
        'hashtags = ["a"]',
        "line 1: name: expected text that is not empty, but it is missing.",
    ),
    "a name of the wrong type": (
        'hashtags = ["a"]\nname = 1',
        "line 2: name: expected text that is not empty, got a number.",
    ),
    "a blank name": (
        'hashtags = ["a"]\nname = " "',
        "line 2: name: expected text that is not empty, got ' '.",
    ),
    "no hashtags": (
        'name = "x"\nhashtags = []',
        "line 2: hashtags: expected at least one entry, got [].",
    ),
    "a hashtag with a space, in a list over several lines": (
        'name = "x"\nhashtags = [\n  "One",  # first\n  "T w o",\n]',
        "line 4: hashtags entry 2: expected a hashtag such as \"StandUp4SW\", got 'T w o'.",
    ),
    "a hashtag of digits, which X does not have": (
        'name = "x"\nhashtags = ["123"]',
        "line 2: hashtags entry 1: expected a hashtag such as \"StandUp4SW\", got '123'.",
    ),
    "a hashtag with an escape": (
        'name = "x"\nhashtags = ["\\u001b[2J"]',
        "line 2: hashtags entry 1: expected a hashtag such as \"StandUp4SW\", got '\\x1b[2J'.",
    ),
    "a hashtag twice": (
        'name = "x"\nhashtags = ["One", "#one"]',
        "line 2: hashtags entry 2: expected another one than in entry 1, got '#one'.",
    ),
    "a third person without an id": (
        TOP + ROSTER + 'handle = "c"',
        f"line 11: roster entry 3, id: expected {NUMERIC_ID}, but it is missing.",
    ),
    "a third person with a number for an id": (
        TOP + ROSTER + 'handle = "c"\nid = 3',
        f"line 13: roster entry 3, id: expected {NUMERIC_ID}, got a number.",
    ),
    "a kind of flag that does not exist": (
        TOP + '[rules]\noff = ["spam", "rudeness"]',
        f"line 4: rules.off entry 2: expected {KINDS}, got 'rudeness'.",
    ),
    "personal data made milder": (
        TOP + '[rules]\nlook = ["personal-data"]',
        f"line 4: rules.look entry 1: expected {MILDER}, got 'personal-data'.",
    ),
    "a house rule against criticism": (
        TOP + 'reasons = ["Abuse of a person", "Criticism of our service"]',
        (
            "line 3: reasons entry 2: expected a house rule that a post can break: criticism is "
            "none, and nothing is hidden for being negative, got 'Criticism of our service'."
        ),
    ),
    "a kind that stops and does not": (
        TOP + '[rules]\nstop = ["spam"]\nlook = ["press", "spam"]',
        "line 5: rules.look entry 2: expected a kind that does not stand in stop, got 'spam'.",
    ),
    "a person twice": (
        TOP + ROSTER + 'id = "1"\nhandle = "c"',
        "line 12: roster entry 3, id: expected another one than in entry 1, got '1'.",
    ),
    "people in one line, the second without a handle": (
        TOP + 'roster = [\n{ id = "1", handle = "a" },\n{ id = "2" },\n]',
        f"line 5: roster entry 2, handle: expected {HANDLE}, but it is missing.",
    ),
    "a table where a list of tables belongs": (
        TOP + '[roster]\nid = "1"',
        "line 3: roster: expected a list in [ ], got a table.",
    ),
    "somebody of the roster who is muted": (
        TOP + 'roster = [{ id = "1", handle = "@asha" }]\n[[muted]]\nid = "1"',
        (
            "line 5: muted entry 1, id: expected an account that is not one of ours (@asha is on "
            "the roster), got '1'."
        ),
    ),
    "a followed account that is muted": (
        TOP + 'accounts = [{ handle = "kin", id = "7" }]\nmuted = ["6", "7"]',
        (
            "line 4: muted entry 2: expected an account that is not one of ours (@kin is "
            "followed), got '7'."
        ),
    ),
    "the campaign's own account muted": (
        TOP + 'account = { handle = "us", id = "7" }\nmuted = ["7"]',
        (
            "line 4: muted entry 1: expected an account that is not one of ours (@us is the "
            "campaign's account), got '7'."
        ),
    ),
    "a muted account twice": (
        TOP + 'muted = ["7", { id = "7", handle = "x" }]',
        (
            "line 3: muted entry 2: expected another one than in entry 1, got {'id': '7', "
            "'handle': 'x'}."
        ),
    ),
    "a muted account by its handle alone": (
        TOP + 'muted = ["@deals"]',
        f"line 3: muted entry 1: expected {NUMERIC_ID}, got '@deals'.",
    ),
    "an account with an id and no handle": (
        TOP + 'accounts = [{ id = "7" }]',
        f"line 3: accounts entry 1, handle: expected {HANDLE}, but it is missing.",
    ),
    "a handle followed twice, once with its id": (
        TOP + 'accounts = ["Kin", { handle = "@kin", id = "7" }]',
        (
            "line 3: accounts entry 2: expected another one than in entry 1, got {'handle': "
            "'@kin', 'id': '7'}."
        ),
    ),
    "two actions that read the same": (
        TOP + '[[actions]]\nname = "My  MP"\n[[actions]]\nname = "my mp "',
        "line 6: actions entry 2, name: expected another one than in entry 1, got 'my mp '.",
    ),
    "more actions than keys": (
        TOP + "\n".join(f'[[actions]]\nname = "{n}"' for n in range(21)),
        "line 3: actions: expected at most 20 actions, got 21 of them.",
    ),
    "slowing before warning": (
        TOP + "[budget]\nusd = 25\nwarn = 0.95",
        "line 5: budget.warn: expected at most slow, which is 0.9, got 0.95.",
    ),
    "stopping before slowing": (
        TOP + "[budget]\nstop = 0.5\nslow = 0.8",
        "line 5: budget.slow: expected at most stop, which is 0.5, got 0.8.",
    ),
    "stopping before the usual slowing": (
        TOP + "[budget]\nstop = 0.5",
        "line 4: budget.stop: expected at least slow, which is 0.9, got 0.5.",
    ),
    "a log that is forgotten before its texts": (
        TOP + "[retention]\nlog = 60",
        "line 4: retention.log: expected at least shown, which is 90, got 60.",
    ),
    "texts that outlive the usual log": (
        TOP + "[retention]\nundecided = 500",
        "line 4: retention.undecided: expected at most log, which is 400, got 500.",
    ),
    "no clock at all": (
        TOP + "[retention]\nshown = -1",
        "line 4: retention.shown: expected days, from 0 to 3650, got -1.",
    ),
    "no budget at all": (
        TOP + "[budget]\nusd = 0",
        "line 4: budget.usd: expected US dollars, more than 0, got 0.",
    ),
    "a proxy with a password": (
        TOP + '[source]\nproxy = "http://me:secret@proxy:3128"',
        "line 4: source.proxy: expected such as \"http://proxy:3128\", got 'http://…@proxy:3128'.",
    ),
    "an unknown key": (
        TOP + "colour = 1",
        "line 3: colour: no such setting; expected one of "
        + ", ".join(Campaign.__struct_fields__)
        + ".",
    ),
    "a slip in a key": (
        TOP + '[wall]\nholding = "x"\ntitel = "x"',
        "line 5: wall.titel: no such setting; did you mean title?",
    ),
    "a key of the top below a table": (
        TOP + '[wall]\ntitle = "x"\nname = "x"',
        "line 5: wall.name: no such setting in [wall]; name belongs above the first [table].",
    ),
    "a key of a table at the top": (
        TOP + "delay = 1",
        "line 3: delay: no such setting here; it belongs in [retweet].",
    ),
    "a number in quotes": (
        TOP + '[retweet]\nenabled = true\ndelay = "10"',
        "line 5: retweet.delay: expected seconds, from 0 to 3600, got text in quotes.",
    ),
    "a number out of range": (
        TOP + "[retweet]\ndelay = 3601",
        "line 4: retweet.delay: expected seconds, from 0 to 3600, got 3601.",
    ),
    "a word in quotes where true or false belongs": (
        TOP + '[retweet]\nenabled = "yes"',
        "line 4: retweet.enabled: expected true or false, got text in quotes.",
    ),
    "a dotted key": (
        TOP + "\nretweet.enabled = 1",
        "line 4: retweet.enabled: expected true or false, got a number.",
    ),
    "a choice that does not exist": (
        TOP + '[source]\nlabel = "REAL"',
        'line 4: source.label: expected "" or "SIMULATED" or "RECORDED", got \'REAL\'.',
    ),
    "an empty word, which every post has": (
        TOP + '[words]\nflag = ["a",\n"",\n]',
        "line 5: words.flag entry 2: expected text that is not empty, got ''.",
    ),
    "a time in words": (TOP + 'starts = "noon"', f"line 3: starts: {TIME}, got 'noon'."),
    "a day without a time": (
        TOP + "until = 2026-11-22",
        f"line 3: until: {TIME}, got a date without a time.",
    ),
    "a time without a day": (
        TOP + "until = 09:00:00",
        f"line 3: until: {TIME}, got a time without a date.",
    ),
    "a time at the end of the calendar": (
        TOP + "until = 9999-12-31T23:59:59-10:00",
        "line 3: until: expected a year from 2006 to 2100, got 9999-12-31T23:59:59-10:00.",
    ),
    "an end before the start, in another zone": (
        TOP + "starts = 2026-06-01T10:00:00\nuntil = 2026-06-01T08:30:00Z",
        "line 4: until: expected a time after starts, got 2026-06-01T08:30:00+00:00.",
    ),
    "a zone that does not exist": (
        TOP + 'time_zone = "Europe/Norwich"',
        f"line 3: time_zone: expected {ZONE}, got 'Europe/Norwich'.",
    ),
    "a zone that is a path": (
        TOP + 'time_zone = "../../etc/passwd"',
        f"line 3: time_zone: expected {ZONE}, got '../../etc/passwd'.",
    ),
    "an equals sign forgotten": (
        'name = "x"\nhashtags ["a"]',
        "line 2: hashtags: expected = between the setting and its value.",
    ),
    "a bracket forgotten": (
        'name = "x"\nhashtags = [\n"a",\n',
        "line 3: hashtags: expected a ] at the end of the list, which begins on line 2.",
    ),
    "quotes forgotten": (
        "name = Stand up",
        "line 1: name: expected text that is not empty, in quotes, got Stand up.",
    ),
    "quotes of a word processor": (
        "name = “Stand up”",
        'line 1: name: expected straight quotes, " and ", around the text, got “.',
    ),
    "a value forgotten": (
        TOP + "[wall]\nquiet =",
        "line 4: wall.quiet: expected minutes, from 1 to 1440, got nothing.",
    ),
    "yes for true": (
        TOP + "[retweet]\nenabled = yes  # we want them",
        "line 4: retweet.enabled: expected true or false, got yes.",
    ),
    "a quote forgotten at the end": (
        'name = "Stand up\nhashtags = ["a"]',
        'line 1: name: expected a " at the end of the text.',
    ),
    "another quote than at the beginning": (
        "name = 'Stand up\"",
        "line 1: name: expected a ' at the end of the text.",
    ),
    "a path of another system": (
        'name = "C:\\campaigns"',
        "line 1: name: expected each \\ written twice, or text between ' and '.",
    ),
    "a comma forgotten in a list": (
        'name = "x"\nhashtags = [\n  "a"\n  "b"\n]',
        "line 4: hashtags: expected a comma between entries, or a ] at the end of the list.",
    ),
    "a bracket forgotten before another setting": (
        'name = "x"\nhashtags = [\n  "a",\naccount = "b"\n',
        "line 4: hashtags: expected a ] at the end of the list, which begins on line 2.",
    ),
    "a list of bare words": (
        'name = "x"\nhashtags = [standup]',
        "line 2: hashtags: expected text in quotes, got standup.",
    ),
    "a comma forgotten in braces": (
        TOP + 'accounts = [{ handle = "a" id = "1" }]',
        "line 3: accounts: expected a comma between entries, or a } at the end.",
    ),
    "a setting twice": (
        TOP + "[wall]\nquiet = 1\ntheme = 'dark'\nquiet = 2",
        "line 6: wall.quiet: expected once, but line 4 has it too.",
    ),
    "a table twice": (
        TOP + "[wall]\nquiet = 1\n[source]\n[wall]\n",
        "line 6: wall: expected one such table, but line 3 begins it too: put these lines there.",
    ),
    "a table's bracket forgotten": (
        TOP + "[wall\nquiet = 1",
        "line 3: wall: expected a ] at the end of the table's name.",
    ),
    "two settings in a line": (
        'name = "x" hashtags = ["a"]',
        "line 1: name: expected nothing more in the line after the value.",
    ),
    "a day that does not exist": (
        TOP + "starts = 2027-02-31T08:00:00",
        "line 3: starts: expected a day and a time that exist, such as 2026-11-22T09:00:00.",
    ),
    "an id without quotes in the second of a table": (
        TOP + '[[roster]]\nid = "1"\nhandle = "a"\nname = "A"\n[[roster]]\nid = x2',
        f"line 8: roster entry 2, id: expected {NUMERIC_ID}, in quotes, got x2.",
    ),
    "a sentence": (
        TOP + "please read this tag",
        "line 3: please: expected = between the setting and its value.",
    ),
    "a sign where a setting begins": (
        '= "x"',
        'line 1: expected a setting such as name = "…", or a table such as [wall].',
    ),
    "a number beyond all measure": (
        "name = " + "9" * 5000,
        "line 1: expected a number with fewer than thousands of digits.",
    ),
    "brackets beyond all measure": (
        "name = " + "[" * 5000,
        "line 1: expected fewer brackets inside each other.",
    ),
}
