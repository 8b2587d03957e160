"""Make the starter figure tables from the data packages population, gdp, cpi and country-codes.

    python training/make_figures.py FOLDER

reads `population.csv`, `gdp.csv`, `cpi.csv` and `country-codes.csv` in FOLDER (World Bank and ISO by way of the
datasets/* data packages, Public Domain Dedication and License) and writes `checks/data/figures.csv` and
`checks/data/names.csv`. Nothing at run time needs this script.
"""

import csv
import re
import sys
from collections import defaultdict
from pathlib import Path

DATA = Path(__file__).parent.parent / "checks" / "data"
FROM_YEAR = 1990
DIGITS = 6  # significant ones; a newsroom quotes three
TABLES = (
    ("population.csv", "Country Code", "Value", "inhabitants"),
    ("gdp.csv", "Country Code", "Value", "gdp"),
    ("cpi.csv", "Country Code", "CPI", "inflation"),
)
BEYOND_COUNTRIES = {"WLD": "World", "EUU": "European Union"}
OTHER_NAMES = {
    "GBR": ("UK", "Britain", "Great Britain", "United Kingdom"),
    "USA": ("US", "U.S.", "USA", "United States", "America"),
    "RUS": ("Russia",), "KOR": ("South Korea",), "PRK": ("North Korea",), "CZE": ("Czech Republic", "Czechia"),
    "TUR": ("Turkey", "Türkiye"), "NLD": ("Netherlands", "Holland"), "CHN": ("China",), "IRN": ("Iran",),
    "VNM": ("Vietnam",), "SYR": ("Syria",), "VEN": ("Venezuela",), "EUU": ("EU",), "WLD": ("world",),
}  # fmt: skip


def main(folder: Path) -> None:
    names = _names(folder / "country-codes.csv")
    with (DATA / "figures.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("entity", "measure", "first_year", "values"))
        for filename, code, value, measure in TABLES:
            for entity, years in sorted(_series(folder / filename, code, value, names).items()):
                first = min(years)
                cells = (f"{years[y]:.{DIGITS}g}" if y in years else "" for y in range(first, max(years) + 1))
                out.writerow((entity, measure, first, " ".join(c or "-" for c in cells)))
    with (DATA / "names.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("entity", "names"))
        for _, (entity, others) in sorted(names.items(), key=lambda item: item[1][0]):
            out.writerow((entity, "|".join(dict.fromkeys((entity, *others)))))


def _names(path: Path) -> dict[str, tuple[str, tuple[str, ...]]]:
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for row in csv.DictReader(path.open(encoding="utf-8")):
        code, short = row["ISO3166-1-Alpha-3"], row["CLDR display name"]
        formal = re.sub(r" \(.*?\)", "", row["UNTERM English Short"])
        others = OTHER_NAMES.get(code, ())
        entity = {"GBR": "United Kingdom", "USA": "United States"}.get(code, short)
        if code and entity:
            found[code] = (entity, tuple(n for n in (short, formal, *others) if n))
    for code, entity in BEYOND_COUNTRIES.items():
        found[code] = (entity, OTHER_NAMES[code])
    return found


def _series(
    path: Path, code: str, value: str, names: dict[str, tuple[str, tuple[str, ...]]]
) -> dict[str, dict[int, float]]:
    series: dict[str, dict[int, float]] = defaultdict(dict)
    for row in csv.DictReader(path.open(encoding="utf-8")):
        if row[code] in names and int(row["Year"]) >= FROM_YEAR and row[value]:
            series[names[row[code]][0]][int(row["Year"])] = float(row[value])
    return series


if __name__ == "__main__":
    main(Path(sys.argv[1]))
