"""What ``campaign.toml`` may say, a documented field for each key, and how it is read.

`campaign_file` reads it, `campaign` is all of it, `checking` finds what makes no sense together;
the other modules are tables of its own (`wall`, `money`, `retention`, `record`), people in it
(`accounts`, `house_rules`) and how a slip is explained (`mistakes`, `toml_lines`).
"""
