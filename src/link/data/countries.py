"""Writes countries.tsv: the names of countries in the languages of Europe and some others, from Unicode CLDR.

    pip install babel==2.18.0 && python3 countries.py > countries.tsv

Babel 2.18 brings CLDR, which is under the Unicode License v3. The short forms that CLDR lacks stand below, by hand.
"""

from babel import Locale

LANGUAGES = (
    "en bg cs da de el es et fi fr ga hr hu is it lt lv mk mt nb nl pl pt ro ru sk sl sq sr sr_Latn sv tr uk ar ja ko zh"
).split()
BY_HAND = {
    "AE": "UAE", "BA": "BiH;Bosnia", "BO": "Plurinational State of Bolivia", "CD": "DR Congo;Democratic Republic of the Congo",
    "CI": "Cote d'Ivoire;Ivory Coast", "CN": "PRC;P. R. China;People's Republic of China;Mainland China;PR China",
    "CZ": "Czech Republic;Ceska republika", "DE": "BRD;Federal Republic of Germany", "FM": "Federated States of Micronesia",
    "GB": "UK;U.K.;Great Britain;England;Scotland;Wales;Northern Ireland", "HK": "Hong Kong", "IE": "Republic of Ireland;Eire",
    "IR": "Islamic Republic of Iran", "KP": "DPRK", "KR": "Republic of Korea;Korea", "LA": "Laos", "MK": "Macedonia;FYROM",
    "MM": "Burma", "MO": "Macau", "NL": "The Netherlands;Holland", "PS": "Palestine", "RU": "Russian Federation",
    "SA": "KSA", "SK": "Slovak Republic", "SY": "Syrian Arab Republic", "SZ": "Swaziland", "TR": "Turkiye;Turkey",
    "TW": "Taiwan;Taiwan ROC;Republic of China", "TZ": "United Republic of Tanzania", "US": "USA;U.S.A.;U.S.;United States of America",
    "VA": "Holy See", "VE": "Bolivarian Republic of Venezuela", "VN": "Viet Nam", "XK": "Kosovo", "CV": "Cape Verde", "TL": "East Timor",
    "BN": "Brunei Darussalam", "MD": "Republic of Moldova", "CG": "Congo;Republic of the Congo", "SX": "Sint Maarten",
}

print("# Country (ISO 3166-1 alpha-2) and its names, in the order: Unicode CLDR as in Babel 2.18 (Unicode License v3), then by hand. Written by countries.py.")
locales = [Locale.parse(language) for language in LANGUAGES]
for code in sorted(code for code in locales[0].territories if len(code) == 2 and code.isalpha() and code not in "EU EZ QO UN XA XB ZZ".split()):
    names = [locale.territories[code] for locale in locales if code in locale.territories] + BY_HAND.get(code, "").split(";")
    print(code, ";".join(dict.fromkeys(name for name in names if name)), sep="\t")
