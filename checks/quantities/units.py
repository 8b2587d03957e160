"""Units of measure and money: their names, how they are written, and their codes.

Codes of measures: the Unified Code for Units of Measure (UCUM), https://ucum.org/ucum, case-sensitive form; a unit
that it does not list has none. Codes of money: ISO 4217.
"""

from dataclasses import dataclass
from typing import Final

# name | UCUM code | what it measures | how it is written, plurals and American spelling included
_TABLE: Final = """
kilometre | km | length | km kms kilometre kilometres kilometer kilometers
metre | m | length | m metre metres meter meters
centimetre | cm | length | cm cms centimetre centimetres centimeter centimeters
millimetre | mm | length | mm millimetre millimetres millimeter millimeters
micrometre | um | length | μm micron microns micrometre micrometres micrometer micrometers
nanometre | nm | length | nm nanometre nanometres nanometer nanometers
mile | [mi_i] | length | mile miles mi
nautical mile | [nmi_i] | length | nm_ nmi
yard | [yd_i] | length | yard yards yd yds
foot | [ft_i] | length | foot feet ft
inch | [in_i] | length | inch inches
light year | [ly] | length | lightyear lightyears
hectare | har | area | ha hectare hectares
acre | [acr_us] | area | acre acres
square kilometre | km2 | area | km2 km² sqkm
square metre | m2 | area | m2 m² sqm
square foot | [sft_i] | area | ft2 ft² sqft
square mile | [mi_i]2 | area | mi2 mi²
cubic metre | m3 | volume | m3 m³
litre | L | volume | litre litres liter liters
millilitre | mL | volume | ml millilitre millilitres milliliter milliliters
gallon | [gal_us] | volume | gallon gallons gal
barrel | [bbl_us] | volume | barrel barrels bbl
kilogram | kg | mass | kg kgs kilogram kilograms kilogramme kilogrammes kilo kilos
gram | g | mass | g gram grams gramme grammes
milligram | mg | mass | mg milligram milligrams
tonne | t | mass | t tonne tonnes
kilotonne | kt | mass | kilotonne kilotonnes kiloton kilotons
megatonne | Mt | mass | megatonne megatonnes megaton megatons
ton | [ston_av] | mass | ton tons
pound | [lb_av] | mass | lb lbs
ounce | [oz_av] | mass | oz ounce ounces
century | | time | century centuries
decade | | time | decade decades
year | a | time | year years yr yrs
month | mo | time | month months mth mths
fortnight | | time | fortnight fortnights
week | wk | time | week weeks wk wks
day | d | time | day days
hour | h | time | hour hours hr hrs
minute | min | time | minute minutes min mins
second | s | time | second seconds sec secs
millisecond | ms | time | millisecond milliseconds
degree Celsius | Cel | temperature | ℃ celsius_
degree Fahrenheit | [degF] | temperature | ℉ fahrenheit_
degree | deg | angle | degree degrees ° º
kelvin | K | temperature | kelvin kelvins
watt | W | power | watt watts
kilowatt | kW | power | kw kilowatt kilowatts
megawatt | MW | power | mw megawatt megawatts
gigawatt | GW | power | gw gigawatt gigawatts
terawatt | TW | power | tw terawatt terawatts
horsepower | [HP] | power | hp horsepower bhp
kilowatt hour | kW.h | energy | kwh
megawatt hour | MW.h | energy | mwh
gigawatt hour | GW.h | energy | gwh
terawatt hour | TW.h | energy | twh
joule | J | energy | joule joules
kilojoule | kJ | energy | kj kilojoule kilojoules
calorie | cal | energy | calorie calories
kilocalorie | kcal | energy | kcal kilocalorie kilocalories
volt | V | voltage | volt volts
kilovolt | kV | voltage | kv kilovolt kilovolts
hertz | Hz | frequency | hz hertz
kilohertz | kHz | frequency | khz kilohertz
megahertz | MHz | frequency | mhz megahertz
gigahertz | GHz | frequency | ghz gigahertz
byte | By | data | byte bytes
kilobyte | kBy | data | kb kilobyte kilobytes
megabyte | MBy | data | mb megabyte megabytes
gigabyte | GBy | data | gb gigabyte gigabytes
terabyte | TBy | data | tb terabyte terabytes
megapixel | | data | megapixel megapixels
megabit per second | Mbit/s | speed | mbps
gigabit per second | Gbit/s | speed | gbps
decibel | dB | level | db decibel decibels
hectopascal | hPa | pressure | hpa hectopascal hectopascals
kilopascal | kPa | pressure | kpa kilopascal kilopascals
millibar | mbar | pressure | mbar millibar millibars
kilometre per hour | km/h | speed | kmh kph kmph
mile per hour | [mi_i]/h | speed | mph
metre per second | m/s | speed | mps
barrel per day | [bbl_us]/d | flow | bpd
knot | [kn_i] | speed | knot knots kt kts
part per million | [ppm] | ratio | ppm
percentage point | | ratio | pp_
basis point | | ratio | bps_
point | | ratio | point points pt pts
percent | % | ratio | % percent pct percents
"""

# ISO code | sign or code before the number | word after it | country words that make the word clear
_MONEY_TABLE: Final = """
USD | $ us$ usd | dollar | us american u.s
EUR | € eur | euro |
GBP | £ gbp stg | pound quid | british sterling
JPY | ¥ jpy jp¥ | yen | japanese
CNY | cny rmb cn¥ | yuan renminbi | chinese
INR | ₹ inr | | indian
KRW | ₩ krw | | korean
RUB | ₽ rub | rouble ruble | russian
ILS | ₪ ils nis | shekel | israeli
TRY | ₺ try_ | lira | turkish
NGN | ₦ ngn | naira | nigerian
CHF | chf | | swiss
SEK | sek | krona kronor | swedish
NOK | nok | | norwegian
DKK | dkk | | danish
PLN | pln | zloty zlotys | polish
CZK | czk | koruna | czech
HUF | huf | forint forints | hungarian
RON | ron_ | leu lei | romanian
BGN | bgn | lev leva | bulgarian
GEL | gel_ | lari | georgian
ISK | isk | | icelandic
UAH | uah ₴ | hryvnia hryvnias | ukrainian
ZAR | zar | rand | african
BRL | brl r$ | reais | brazilian
AUD | aud a$ au$ | | australian
NZD | nzd nz$ | | zealand
CAD | cad c$ ca$ | | canadian
HKD | hkd hk$ | | kong
SGD | sgd s$ | | singapore singaporean
TWD | twd nt$ | | taiwan taiwanese
MXN | mxn mx$ | | mexican
PHP | php ₱ | | philippine
ARS | ars | | argentine
CLP | clp | | chilean
COP | cop_ | | colombian
THB | thb ฿ | baht | thai
IDR | idr | rupiah | indonesian
MYR | myr | ringgit | malaysian
VND | vnd ₫ | dong | vietnamese
BDT | bdt | taka | bangladeshi
PKR | pkr | | pakistani
LKR | lkr | | lankan
NPR | npr_ | | nepalese nepali
SAR | sar_ | | saudi
AED | aed | | emirati
IRR | irr | | iranian
KZT | kzt | tenge | kazakh
GHS | ghs | cedi | ghanaian
KES | kes | | kenyan
ETB | etb | birr | ethiopian
EGP | egp | | egyptian
LBP | lbp | | lebanese
SYP | syp | | syrian
"""
# Many countries have one of these: without the country's name the currency stays open.
SHARED_MONEY: Final = frozenset(
    "dollar pound rupee peso franc krone kroner krona kronor kronur crown dinar riyal rial dirham shilling won lira".split()
)
CENTS: Final = {"cent": "cent", "cents": "cent", "pence": "penny", "penny": "penny", "p": "penny"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by its singular name, its code, and what it measures (`money` for a currency)."""

    name: str
    code: str | None
    measures: str


def _units() -> tuple[dict[str, Unit], dict[str, Unit]]:
    by_name, by_writing = {}, {}
    for line in _TABLE.strip().splitlines():
        name, code, measures, written = (part.strip() for part in line.split("|"))
        by_name[name] = unit = Unit(name, code or None, measures)
        by_writing.update({w: unit for w in written.split() if not w.endswith("_")})
    return by_name, by_writing


def _money() -> tuple[dict[str, Unit], dict[str, Unit], dict[str, Unit]]:
    before, after, by_country = {}, {}, {}
    for line in _MONEY_TABLE.strip().splitlines():
        code, signs, nouns, countries = (part.strip() for part in line.split("|"))
        unit = Unit(code, code, "money")
        before.update({s: unit for s in signs.split() if not s.endswith("_")})
        after.update({form: unit for n in nouns.split() for form in (n, n + "s")})
        by_country.update(dict.fromkeys(countries.split(), unit))
    return before, after, by_country


UNITS, WRITTEN = _units()
MONEY_BEFORE, MONEY_AFTER, MONEY_OF_COUNTRY = _money()
TIME: Final = frozenset(w for w, u in WRITTEN.items() if u.measures == "time")
# Kinds of measure that a time may divide into a speed or a flow.
PER_TIME: Final = frozenset({"length", "volume", "area", "data"})
# Kinds of measure that are of something, and that a price is asked for: "12 tonnes of rice", "$15 a tonne".
OF_STUFF: Final = frozenset({"length", "area", "volume", "mass", "power", "energy", "data"})


def compound(unit: Unit, per: Unit) -> Unit:
    """The one unit per the other: kilometre per hour, km/h."""
    code = f"{unit.code}/{per.code}" if unit.code and per.code else None
    return Unit(f"{unit.name} per {per.name}", code, "speed" if unit.measures == "length" else "flow")


def powered(unit: Unit, power: int) -> Unit:
    """The square or the cube of a length."""
    word = {2: "square", 3: "cubic"}[power]
    known = UNITS.get(f"{word} {unit.name}")
    return known or Unit(f"{word} {unit.name}", f"{unit.code}{power}", "area" if power == 2 else "volume")
