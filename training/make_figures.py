"""Make the starter figure tables from the data packages population, gdp, cpi and country-codes.

    python training/make_figures.py FOLDER

reads `population.csv`, `gdp.csv`, `cpi.csv` and `country-codes.csv` in FOLDER (World Bank and ISO by way of the
datasets/* data packages, Public Domain Dedication and License) and writes `checks/documents/data/figures.csv` and
`checks/lexicon/data/country_names.csv`. Nothing at run time needs this script.
"""

import csv
import re
import sys
from collections import defaultdict
from pathlib import Path

_CHECKS = Path(__file__).parent.parent / "checks"
FIGURES = _CHECKS / "documents/data/figures.csv"
NAMES = _CHECKS / "lexicon/data/country_names.csv"
FROM_YEAR = 1960
DIGITS = 6  # significant ones; a newsroom quotes three
TABLES = (
    ("population.csv", "Country Code", "Value", "inhabitants"),
    ("gdp.csv", "Country Code", "Value", "gdp"),
    ("cpi.csv", "Country Code", "CPI", "inflation"),
)
BEYOND_COUNTRIES = {
    "WLD": "World", "EUU": "European Union", "EMU": "Euro area", "XKX": "Kosovo", "SSF": "Sub-Saharan Africa",
    "LCN": "Latin America and the Caribbean", "SAS": "South Asia", "ARB": "Arab World", "OED": "OECD",
}  # fmt: skip
# Continents are the sum of their countries' inhabitants, where none of more than a hundredth of it is
# missing. "America" and "North America" mean too many things.
CONTINENTS = {"AF": "Africa", "AS": "Asia", "EU": "Europe", "SA": "South America", "OC": "Oceania"}
ENTITIES = {"GBR": "United Kingdom", "USA": "United States"}
OTHER_NAMES = {
    "ARE": ("UAE",), "BIH": ("Bosnia-Herzegovina", "Bosnia-Hercegovina"),
    "BLM": ("Saint Barthélemy", "St Barthélemy"), "CCK": ("Keeling Islands",), "CHN": ("Mainland China",),
    "CIV": ("Ivory Coast", "Côte d'Ivoire", "Cote d'Ivoire", "Cote d’Ivoire"),
    "COD": ("DR Congo", "DRC", "D.R. Congo", "Democratic Republic of Congo", "Congo-Kinshasa", "the DRC"),
    "COG": ("Republic of the Congo", "Republic of Congo", "Congo-Brazzaville", "Congo Republic"),
    "CPV": ("Cabo Verde",), "CUW": ("Curacao",), "CZE": ("Czech Republic", "Czechia"),
    "DEU": ("Federal Republic of Germany",), "FLK": ("Falklands",), "FRO": ("Faroes", "Faeroe Islands"),
    "FSM": ("Federated States of Micronesia",),
    "GBR": ("UK", "U.K.", "Britain", "Great Britain", "United Kingdom"), "GMB": ("The Gambia",),
    "BHS": ("The Bahamas",), "GNB": ("Guinea Bissau",), "HKG": ("Hong Kong SAR",),
    "IRL": ("Republic of Ireland",), "IRN": ("Islamic Republic of Iran",),
    "KGZ": ("Kyrgyz Republic", "Kirghizia"), "KNA": ("St Kitts and Nevis", "St. Kitts and Nevis"),
    "KOR": ("Republic of Korea",), "LAO": ("Lao PDR",), "LCA": ("St Lucia",), "MAC": ("Macau",),
    "MAF": ("Saint Martin",), "MKD": ("Macedonia",), "MMR": ("Burma",), "NLD": ("Holland", "The Netherlands"),
    "PHL": ("The Philippines",), "PRK": ("DPRK", "D.P.R.K."),
    "PSE": ("Palestinian territories", "West Bank and Gaza"), "REU": ("Reunion",),
    "RUS": ("Russian Federation",), "SHN": ("Saint Helena", "St Helena"), "SPM": ("Saint Pierre and Miquelon",),
    "STP": ("São Tomé and Príncipe",), "SVK": ("Slovak Republic",), "SWZ": ("Swaziland",),
    "SXM": ("St Maarten", "St. Maarten"), "SYR": ("Syrian Arab Republic",),
    "TCA": ("Turks and Caicos Islands", "Turks and Caicos"), "TLS": ("East Timor",),
    "TUR": ("Turkey", "Türkiye", "Turkiye"), "USA": ("US", "U.S.", "USA", "U.S.A.", "United States", "America"),
    "VAT": ("Vatican", "Holy See"), "VCT": ("St Vincent and the Grenadines", "St. Vincent and the Grenadines"),
    "VNM": ("Viet Nam",), "WLF": ("Wallis and Futuna",), "EUU": ("EU", "E.U."), "WLD": ("world",),
    "OED": ("OECD countries", "OECD members"),
    "EMU": ("eurozone", "euro zone", "euro-zone", "single currency bloc"),
    "LCN": ("Latin America & Caribbean",),
}  # fmt: skip
# Names that hold the name of a country or a continent, and are another thing: of these there are no figures.
OTHER_THINGS = (
    "North America", "Central America", "Latin America", "Northern Ireland", "New Mexico", "New Jersey",
    "Jersey City", "New Guinea", "East Germany", "West Germany", "North Vietnam", "South Vietnam",
    "Inner Mongolia", "Mexico City", "Panama City", "Panama Canal", "Kuwait City", "Guatemala City",
    "Gulf of Mexico", "Lake Chad", "Western Australia", "South Australia", "Western Europe", "Eastern Europe",
    "Central Europe", "Northern Europe", "Southern Europe", "Central and Eastern Europe", "Council of Europe",
    "West Africa", "East Africa", "North Africa", "Southern Africa", "Central Africa", "Western Africa",
    "Eastern Africa", "Northern Africa", "Horn of Africa", "African Union", "Central Asia", "Southeast Asia",
    "South-East Asia", "South East Asia", "East Asia", "West Asia", "Western Asia", "Third World", "World Bank",
    "World Health Organization", "World Cup", "World War", "Bank of America", "Air India", "Air France",
    "Air China", "Voice of America", "Radio Free Europe", "European Central Bank",
)  # fmt: skip
# How what is of a country is called; peoples are left out whose name is of two countries (Congolese,
# Dominican, Korean).
PEOPLES = """AFG Afghan|ALB Albanian|DZA Algerian|AGO Angolan|ARG Argentine Argentinian|ARM Armenian|AUS Australian
AUT Austrian|AZE Azerbaijani|BGD Bangladeshi|BLR Belarusian|BEL Belgian|BOL Bolivian|BIH Bosnian
BWA Botswanan|BRA Brazilian|BGR Bulgarian|BFA Burkinabe|KHM Cambodian|CMR Cameroonian|CAN Canadian
TCD Chadian|CHL Chilean|CHN Chinese|COL Colombian|CRI Costa_Rican|HRV Croatian|CUB Cuban|CYP Cypriot
CZE Czech|DNK Danish|ECU Ecuadorian|EGY Egyptian|SLV Salvadoran|EST Estonian|ETH Ethiopian|FIN Finnish
FRA French|GEO Georgian|DEU German|GHA Ghanaian|GRC Greek|GTM Guatemalan|HTI Haitian|HND Honduran
HUN Hungarian|ISL Icelandic|IND Indian|IDN Indonesian|IRN Iranian|IRQ Iraqi|IRL Irish|ISR Israeli
ITA Italian|CIV Ivorian|JAM Jamaican|JPN Japanese|JOR Jordanian|KAZ Kazakh|KEN Kenyan|XKX Kosovan
KWT Kuwaiti|KGZ Kyrgyz|LAO Lao|LVA Latvian|LBN Lebanese|LBR Liberian|LBY Libyan|LTU Lithuanian|MDG Malagasy
MWI Malawian|MYS Malaysian|MLI Malian|MLT Maltese|MEX Mexican|MDA Moldovan|MNG Mongolian|MNE Montenegrin
MAR Moroccan|MOZ Mozambican|MMR Burmese|NAM Namibian|NPL Nepalese Nepali|NLD Dutch|NIC Nicaraguan
NGA Nigerian|PRK North_Korean|MKD Macedonian|NOR Norwegian|OMN Omani|PAK Pakistani|PSE Palestinian
PAN Panamanian|PRY Paraguayan|PER Peruvian|PHL Philippine Filipino|POL Polish|PRT Portuguese|QAT Qatari
ROU Romanian|RUS Russian|RWA Rwandan|SAU Saudi|SEN Senegalese|SRB Serbian|SGP Singaporean|SVK Slovak
SVN Slovenian Slovene|SOM Somali|ZAF South_African|KOR South_Korean|SSD South_Sudanese|ESP Spanish
LKA Sri_Lankan|SDN Sudanese|SWE Swedish|CHE Swiss|SYR Syrian|TWN Taiwanese|TJK Tajik|TZA Tanzanian|THA Thai
TUN Tunisian|TUR Turkish|TKM Turkmen|UGA Ugandan|UKR Ukrainian|GBR British|USA American|URY Uruguayan
UZB Uzbek|VEN Venezuelan|VNM Vietnamese|YEM Yemeni|ZMB Zambian|ZWE Zimbabwean|AF African|AS Asian"""
# Words of the same spelling that are of something else.
NOT_OF_A_COUNTRY = (
    "Latin American", "South American", "North American", "Central American", "Native American",
    "African American", "Pan American", "West Indian", "American Indian", "West African", "East African",
    "North African", "Southeast Asian", "Central Asian", "East German", "Northern Irish",
)  # fmt: skip
# Names that mean two things that newsrooms write of as often; the desk asks for neither.
NOT_NAMES = {"Congo"}


def main(folder: Path) -> None:
    names = _names(folder / "country-codes.csv")
    with FIGURES.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("entity", "measure", "first_year", "values"))
        for filename, code, value, measure in TABLES:
            series = _series(folder / filename, code, value, names)
            if measure == "inhabitants":
                series |= _continents(folder, series, names)
            for entity, years in sorted(series.items()):
                first = min(years)
                cells = (f"{years[y]:.{DIGITS}g}" if y in years else "" for y in range(first, max(years) + 1))
                out.writerow((entity, measure, first, " ".join(c or "-" for c in cells)))
    with NAMES.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("entity", "names", "of_it"))
        named = {**names, **{code: (continent, ()) for code, continent in CONTINENTS.items()}}
        named |= {other: (other, ()) for other in (*OTHER_THINGS, *NOT_OF_A_COUNTRY)}
        peoples = _peoples()
        for code, (entity, others) in sorted(named.items(), key=lambda item: item[1][0]):
            known = [name for name in dict.fromkeys((entity, *others)) if name not in NOT_NAMES]
            out.writerow((entity, "|".join(known), "|".join(peoples.get(code, ()))))


def _peoples() -> dict[str, list[str]]:
    lines = (line.split() for line in PEOPLES.replace("\n", "|").split("|"))
    return {code: [word.replace("_", " ") for word in words] for code, *words in lines}


def _names(path: Path) -> dict[str, tuple[str, tuple[str, ...]]]:
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for row in csv.DictReader(path.open(encoding="utf-8")):
        code, short = row["ISO3166-1-Alpha-3"], row["CLDR display name"]
        formal = re.sub(r" \(.*?\)|[ *]+$", "", row["UNTERM English Short"]).strip()
        entity = ENTITIES.get(code, short)
        if code and entity:
            spelled = [name.replace("&", "and") for name in (short, formal)]
            others = (short, formal, *spelled, *OTHER_NAMES.get(code, ()))
            found[code] = (entity, tuple(name for name in others if name))
    for code, entity in BEYOND_COUNTRIES.items():
        found[code] = (entity, OTHER_NAMES.get(code, ()))
    return found


def _continents(
    folder: Path, series: dict[str, dict[int, float]], names: dict[str, tuple[str, tuple[str, ...]]]
) -> dict[str, dict[int, float]]:
    """The inhabitants of continents, in the years in which all of their countries that have figures have one."""
    parts: dict[str, list[dict[int, float]]] = defaultdict(list)
    for row in csv.DictReader((folder / "country-codes.csv").open(encoding="utf-8")):
        entity = names.get(row["ISO3166-1-Alpha-3"], ("", ()))[0]
        if row["Continent"] in CONTINENTS and entity in series:
            parts[CONTINENTS[row["Continent"]]].append(series[entity])
    return {
        continent: {year: sum(of[year] for of in countries) for year in set.intersection(*map(set, countries))}
        for continent, countries in parts.items()
    }


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
