"""The words of `--help`: a module and no catalogue, since help has to be there at once. (Swedish, English)."""

from __future__ import annotations

HEAD = (
    "SIMMITT – behovsanalyser, kompetensmatriser och coachning, utan nät och krypterat.\n\n"
    "  simmitt [--profile MAPP] [--language sv|en] [--practice]\n"
    "                    öppnar fönstret (--practice: med övningsprogrammet, där ingen profil finns)\n"
    "  simmitt [--profile MAPP] [--json] [--language sv|en] KOMMANDO …",
    "SIMMITT – needs analyses, competence matrices and coaching, offline and encrypted.\n\n"
    "  simmitt [--profile FOLDER] [--language sv|en] [--practice]\n"
    "                    opens the window (--practice: with the practice programme, where there is no profile)\n"
    "  simmitt [--profile FOLDER] [--json] [--language sv|en] VERB …",
)
FOOT = (
    "simmitt KOMMANDO --help visar ett kommando med exempel.\n"
    "Avslutningskoder: 0 klart, 1 uppgiften nekades, 2 okänt kommando eller val, "
    "3 profilen eller mappen går inte att öppna.",
    "simmitt VERB --help shows a verb with an example.\n"
    "Exit codes: 0 done, 1 the input was refused, 2 unknown word or option, 3 profile or folder cannot be opened.",
)
EXAMPLE = ("Exempel", "Example")

VERBS: dict[str, tuple[str, str]] = {
    "demo": (
        "En hel dag på riktigt med påhittade företag; resultaten hamnar i DIR",
        "A whole real day with fictional companies; the results are left in DIR",
    ),
    "profile create": (
        "Gör i ordning en dator: projektkontor, coach eller konsult",
        "Set up a laptop: office, coach or consultant",
    ),
    "office invite": ("Bjud in en dator med en fil och sex ord", "Invite a laptop with a file and six words"),
    "office approve": ("Godkänn en dator som väntar", "Approve a laptop that waits"),
    "office targets": (
        "Programmets mål: gjort, planerat, kvar och underlaget",
        "The programme's targets: done, planned, left, and the evidence",
    ),
    "device list": ("Datorer i projektet", "Laptops in the project"),
    "company add": ("Lägg till ett företag", "Add a company"),
    "company edit": ("Ändra en uppgift om ett företag", "Change one field of a company"),
    "company show": ("Visa ett företag, i dag eller som det var", "Show a company, today or as it was"),
    "company list": ("Alla företag", "All companies"),
    "company assign": ("Tilldela ett företag till en dator", "Assign a company to a laptop"),
    "form check": (
        "Kontrollera ett frågeformulär (XLSForm eller XForm)",
        "Check a questionnaire (XLSForm or XForm)",
    ),
    "form run": (
        "Kör ett frågeformulär utan att spara något",
        "Run a questionnaire without storing anything",
    ),
    "interview start": ("Börja en intervju", "Start an interview"),
    "interview answer": ("Ge ett svar", "Give one answer"),
    "interview show": ("Visa en intervju med mognad och behov", "Show an interview with maturity and needs"),
    "interview finish": ("Avsluta en intervju", "Finish an interview"),
    "interview amend": (
        "Öppna en avslutad intervju för ändring, med skäl",
        "Open a finished interview for changes, with a reason",
    ),
    "interview list": ("Ett företags intervjuer", "A company's interviews"),
    "matrix read": (
        "Tolka en kompetensmatris i Excel utan att spara något",
        "Recognise a competence matrix in Excel, storing nothing",
    ),
    "matrix import": ("Läs in en kompetensmatris från Excel", "Import a competence matrix from Excel"),
    "matrix figures": (
        "Täckning, sårbarhet, luckor och flexibilitet",
        "Cover, bus factor, gaps and flexibility",
    ),
    "coach log": ("Logga ett coachningstillfälle", "Log a coaching session"),
    "coach list": ("Loggade coachningstillfällen", "Logged coaching sessions"),
    "report matrix": ("Skriv ut kompetensmatrisen som PDF", "Print the competence matrix as PDF"),
    "sync": ("Utbyt nyheter genom den delade mappen", "Exchange news through the shared folder"),
    "conflict list": (
        "Uppgifter där två värden står mot varandra",
        "Fields in which two values stand side by side",
    ),
    "undo": ("Ångra den senaste ändringen på den här datorn", "Take back the last change on this laptop"),
    "redo": ("Gör om det som ångrades", "Redo what was undone"),
    "history": ("Vem gjorde vad och när", "Who did what and when"),
    "search": (
        "Sök bland företag, svar, anteckningar, personer, kompetenser och tillfällen; det nyaste först",
        "Search companies, answers, notes, people, skills and sessions; the newest first",
    ),
}

PLACES: dict[str, tuple[str, str]] = {
    "DIR": ("mapp för resultaten", "folder for the results"),
    "DEVICE": ("datorns id eller namn", "the laptop's id or name"),
    "COMPANY": ("organisationsnummer, EF-nummer eller id", "organisation number, EF serial or id"),
    "FIELD": (
        "name, municipality, orgnr, sni, legal_form, women, men",
        "name, municipality, orgnr, sni, legal_form, women, men",
    ),
    "VALUE": ('det nya värdet; "" tömmer ett svar', 'the new value; "" clears an answer'),
    "FILE": ("filen", "the file"),
    "INTERVIEW": ("intervjuns id", "the interview's id"),
    "AT": (
        "frågans namn eller sökväg, t.ex. /data/grp_q/q_platser[2]/q01_plats",
        "the question's name or path, e.g. /data/grp_q/q_platser[2]/q01_plats",
    ),
    "WORDS": (
        "ord som alla ska finnas; det sista får vara början av ett",
        "words that must all be there; the last may be the beginning of one",
    ),
}

OPTIONS: dict[str, tuple[str, str]] = {
    "profile": ("profilens mapp", "the profile's folder"),
    "json": ("svara med JSON", "answer with JSON"),
    "language": ("sv eller en", "sv or en"),
    "seed": ("startvärde för slumpen", "seed for the random choices"),
    "role": ("office, coach eller consultant", "office, coach or consultant"),
    "name": ("namn", "name"),
    "organisation": ("organisation", "organisation"),
    "shared": ("den delade mappen", "the shared folder"),
    "programme": ("programfil (TOML); utan den SIMMITT", "programme file (TOML); SIMMITT without it"),
    "invitation": ("inbjudningsfilen", "the invitation file"),
    "words": ("de sex orden, inom citattecken", "the six words, in quotes"),
    "out": ("filen som skrivs", "the file to write"),
    "fingerprint": ("fingeravtrycket som den nya datorn visar", "the fingerprint that the new laptop shows"),
    "to": ("datorns id eller namn", "the laptop's id or name"),
    "orgnr": ("organisationsnummer", "organisation number"),
    "sole-trader": (
        "enskild firma: får ett löpnummer i stället för personnummer",
        "sole trader: gets a serial in place of a personal number",
    ),
    "municipality": ("kommunens namn eller kod", "name or code of the municipality"),
    "sni": ("SNI 2007-kod", "SNI 2007 code"),
    "legal-form": ("ab, hb, ekfor, enskild eller annan", "ab, hb, ekfor, enskild or annan"),
    "women": ("antal kvinnor", "number of women"),
    "men": ("antal män", "number of men"),
    "as-of": ("dag eller tidpunkt (ISO) att se tillbaka till", "day or instant (ISO) to look back to"),
    "script": ("JSON-fil med steg", "JSON file of steps"),
    "now": ("klockan (ISO)", "the clock (ISO)"),
    "timezone": ("tidszon", "time zone"),
    "company": ("organisationsnummer, EF-nummer eller id", "organisation number, EF serial or id"),
    "form": ("formulär; utan det djupanalys", "form; djupanalys without it"),
    "answers": ("JSON-fil med svar", "JSON file of answers"),
    "respondent": ("rollen som svarar, t.ex. ägare", "the role that answers, e.g. owner"),
    "reason": ("skälet", "the reason"),
    "on": ("dagen (ÅÅÅÅ-MM-DD)", "the day (YYYY-MM-DD)"),
    "activity": ("aktivitetens kod, t.ex. HA3.2", "code of the activity, e.g. HA3.2"),
    "date": ("dag (ÅÅÅÅ-MM-DD)", "day (YYYY-MM-DD)"),
    "minutes": ("minuter, 1–1440", "minutes, 1–1440"),
    "note": ("vad som gjordes", "what was done"),
    "next": ("nästa steg", "next step"),
    "next-by": ("nästa steg senast (ÅÅÅÅ-MM-DD)", "next step by (YYYY-MM-DD)"),
    "paper": ("A3 eller A4", "A3 or A4"),
}
