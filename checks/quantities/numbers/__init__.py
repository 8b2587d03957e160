"""Numbers as they are written, and numbers that are no amounts.

Entered by `reader.read_numeral`, which gives a `numeral.Numeral`: "100,000" and "two hundred thousand" alike.

| what | module |
|---|---|
| digits, with a currency sign before and a scale behind them | `digits` |
| words: "two hundred and fifty thousand" | `spelled` |
| vague ones: "dozens", "several hundred" | `vague` |
| parts and multiples: "half", "two-thirds", "12-fold" | `fractions` |
| the words for all of them, as data | `number_words` |
| dates, years and hours, which are no amounts | `calendar_words` |
| codes, addresses and ordinals, which are none either | `codes` |
| numbers in names, and "one" as a pronoun | `names`, `one` |
"""
