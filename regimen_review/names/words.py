"""Words on a medication list that do not name the medicine: strengths, forms, routes, directions, makers, salts.

The lists are closed on purpose. A word that stands in none of them may be another ingredient, so a name that holds
one is never settled without a person.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


FORMS = _set(
    "tablet tablets tab tabs tbl tabl tabletten tablett tabletter tabletti comprime comprimes comprimido comprimidos compressa compresse comp cpr"
    " capsule capsules cap caps capsula capsulas kapsel kapseln kapslar kaps gelule gelules softgel softgels caplet caplets geltab"
    " gelcap gelcaps pill pills dragee dragees film filmtabletten filmtablette ftbl ftab fct filmtabl filmomhulde omhulde odt"
    " chewable chewables chew dispersible orodispersible disintegrating disintegr effervescent soluble lozenge lozenges troche troches pastille gummy"
    " gummies granules granule granulat powder powders poeder pulver poudre polvo sachet sachets packet packets packs pack pak"
    " dosepak dosepack pellet pellets sprinkle sprinkles solution soln sol losung oplossing suspension susp suspensie syrup sirup sirop stroop"
    " liquid elixir elix drops drop drp gtt gtts tropfen gocce mixture linctus tincture emulsion concentrate conc cream creme crm krem ointment oint"
    " ung salbe pomade gel gelee jelly lotion lot foam paste shampoo soap spray sprays mist aerosol aer patch patches patchs ptch plaster"
    " transdermal system tts film strip strips ring rings suppository suppositories supp suppos pessary pessaries ovule ovules"
    " insert enema injection injections injectable injectables injct inj injektion injeksjon infusion infus ampoule ampoules ampule ampul ampullen amp amps"
    " vial vials syringe syringes syr prefilled preflld cartridge cartridges pen pens fpen kwikpen flexpen flextouch solostar autoinjector"
    " autoinj auto injector pushtronex penfill inhaler inhalers inhal inhalation inhalations inhalant inh inha hfa cfc mdi dpi diskus"
    " accuhaler handihaler respimat turbohaler turbuhaler flexhaler ellipta evohaler easyhaler twisthaler aerolizer neohaler"
    " pressair respules nebules nebule neb nebs nebulizer nebuliser nebulization nebulized nebulised puffer puff puffs actuat actuation actuations metered dose"
    " implant kit misc mouthwash rinse swish wash pad pads swab wipes sosy soaj sopn soct cpsp cpep cpdr cp12 cp24 tb24 tb12 tbec tbdp tbcr tbpk cpcr"
    " solr sosy susr supp crea oint loti lotn tabs caps t24a tbea c24p aepb aers aerb aero nebu inha susp powd prsy soaj sush liqd elix syrp lozg gran"
    " insr oil oils past pste plst ptch pudg shmp solg spry stck supr tbdp tbef tbso tbcr cptw ccr tabp act ad mucosal oromucosal compress compresses vac ampul"
    " subl chew osm pwdr ptwk pt72 aero nebu conj ocusert depot retard device plas cont bottle unit bag piggyback ivpb premix tubex"
)
RELEASE = _set(
    "extended delayed sustained modified controlled prolonged immediate slow timed long acting release releasing rel er xr xl sr dr cr la ir mr pr cd xt ec"
    " ext zok oros retard chrono gastro resistant enteric coated entericcoated e.c. e/c buffered micronized micronised liposomal pegylated crystalline"
    " macrocrystals macrocrystal macrocrystalline microcrystals anhydrous conventional regular strength extra maximum max plus_strength"
    " double ds junior jr adult adults adlt child children childrens children's pediatric paediatric infant infants infants'"
    " high low micro strengths original formula generic brand preservative dye alcohol lactose gluten latex sulfite pf otc rx usp nf bp ph.eur"
    " flavor flavored flavour flavoured cherry grape orange lemon mint strawberry aardbei vanilla unflavored natural sf"
)
ROUTES = _set(
    "oral orally po p.o. mouth by per os buccal sublingual sl s.l. subl intravenous intravenously iv i.v. intramuscular im i.m."
    " subcutaneous subcutaneously subcut subcu sq sc s.c. subq topical topically top external externally transdermally nasal nasally"
    " intranasal nose ophthalmic ophth opht ophthal ophthalm opthal opthalmic ophtalmic opth ocular eye eyes otic ear ears aural vaginal vaginally vag pv rectal rectally pr"
    " intrathecal intraarticular epidural peg ng tube inhaled inhale inhaling scalp skin cutaneous percutaneous dermal parenteral enteral"
)
UNITS = _set(
    "mg mcg ug µg μg g gm gms gram grams kg ml mls cc l liter dl oz iu i.u. unit units unt u eq meq mmol mol milligram milligrams"
    " microgram micrograms microgrammes milliliter milliliters ng mci mbq % percent hr hour hours h min actuat tsp tbsp teaspoon"
    " tablespoon teaspoons teaspoonful dose doses ie e billion million cfu ppm mgs mcgs grain grains gr international kunit"
)
TIMES = _set(
    "daily day days bd tds qds om on nocte mane die bid b.i.d. tid t.i.d. qid q.i.d. qd q.d. od qhs hs h.s. qam qpm qod q.o.d. prn p.r.n. once twice thrice one two three four half"
    " times time every other alternate each q q4h q6h q8h q12h q4 q6 q8 q12 q24h q24 week weekly wk wkly monthly month months nightly night bedtime"
    " at morning am pm noon evening as needed ac pc stat weeks year x with_food meals before after meal food am/pm sliding scale ss"
    " taper tapering prophylaxis continuous maintenance loading low-dose chronic current home continue new started taking takes take used use using"
)
JOINING = frozenset({"and", "with", "w", "w/", "&", "+", "/", "plus", "en", "und", "et", "y", "con", "mit", "og", "och", "e"})
FILLER = _set(
    "substance containing contains precisely only therapy starter continuing first bed base equivalent eq as_base flush cvl starting in of the a an for_injection num number # product medication med drug supplement tablet(s) brand name prn (product) form for from to"
)
MAKERS = _set(
    "1a abz accord actavis aguettant al alkem almus alter alternova amneal apotex apo arrow astellas astrazeneca atid aurobindo axapharm bausch baxter"
    " bayer beta betapharm biogaran bioorganics bluefish bms bristol brown burke cadila chemigran cinfa cipla cristers crescent ct dexcel dr. dura eg esteve fresenius kabi"
    " fair-med focus galenicum gedeon genericon genericos gen glenmark gsk helm heumann hex hexal hikma hospira intas jamp jubilant kern krka lilly lupin macleods"
    " mepha merck milpharm morningside mylan myl neolab nordic normon northstar novartis novo noumed orifarm orion par pensa perrigo pfizer pharma pharmascience pms ranbaxy ran"
    " ratio ratiopharm ratiofarm richter roche rosemont rph sandoz sanofi sanis servier sigma spirig stada streuli sun sundoz taro teva tillomed torrent unichem upjohn"
    " viatris vitabalans wockhardt winthrop zentiva zydus zyd eurocept cf pch medical valley alfasigma tiefenbacher puren basics aristo"
    " equate kirkland cvs walgreens wal rugby goldline geri-care major qualitest watson mckesson leader sunmark spectrum amcal alphapharm chemmart terry"
)
SALTS = _set(
    "acetate aluminum anhydrous arginine axetil benzathine besilate besylate bisulfate bitartrate bromide butyrate calcium camsylate carbonate chloride cilexetil"
    " citrate cypionate decanoate dihydrate dihydrochloride diphosphate dipropionate disodium disoproxil embonate enanthate epolamine erbumine"
    " estolate ethylsuccinate etexilate fumarate furoate gluconate hcl hbr hydrobromide hydrochloride hydroch hydrochlorid hydrochlor hydrogen hyclate lactate"
    " lysine magnesium malate maleate medoxomil meglumine mesilate mesylate mofetil monohydrate monohyd mononitrate nitrate palmitate"
    " pamoate phosphate phos potassium propionate proxetil salicylate sodium sod stearate succinate succ sulfate sulphate sulf tartrate tart tosylate"
    " tosilate trihydrate tromethamine trometamol valerate xinafoate dimesylate hemihydrate sesquihydrate dinitrate medocaril marboxil"
    " monosodium dipotassium pivoxil acetonide polistirex human recombinant protamine undecanoate alafenamide hydrochlorothiazid_ zinc hyd na k mg_ camphor_"
)
"""Salt words count as empty only after a medicine's name: ``potassium`` alone, or after a mineral, is a medicine."""

IGNORABLE = FORMS | RELEASE | ROUTES | UNITS | TIMES | FILLER | MAKERS
"""Words that say nothing about which medicine it is."""

_LONG_BESIDE = sorted(w for w in FORMS | RELEASE | ROUTES | TIMES | SALTS if len(w) >= 6 and w.isalpha())

_NUMBER = re.compile(
    r"^[\d.,/%x+-]+$|^\d[\d.,]*(mg|mcg|ug|µg|g|gm|ml|l|iu|ie|e|u|unt|meq|mmol|%|hr|h|k|m|cc|tabs?|caps?)?(/[\d.,]*[a-z%]*)*$|^[\d.,]+(-[\d.,]+)*[a-z%]{0,4}$|^(x|q|no|nr)\d+[a-z]?$|^(mg|mcg|ug|g|unt|units?|iu|meq|mmol)/\d*[a-z]*$|^nda\d+$"
)


def is_number(word: str) -> bool:
    """Whether a word is a strength, an amount or a count (``5mg``, ``0.5-2.5``, ``100e/ml``, ``x30``)."""
    return bool(_NUMBER.match(word)) and (any(c.isdigit() for c in word) or ("/" in word and len(word) > 1))


def is_ignorable(word: str) -> bool:
    """Whether a word may stand beside a medicine's name without changing which medicine it is."""
    return word in IGNORABLE or word in JOINING or is_number(word) or word.strip(".") in IGNORABLE


@lru_cache(maxsize=5_000)
def misspelt_beside(word: str) -> str | None:
    """The form, route, time or salt that a longer word misspells by one letter (``tabelt``, ``hydrochlorde``)."""
    if len(word) < 5:
        return None
    found = process.extractOne(word, _LONG_BESIDE, scorer=OSA.distance, score_cutoff=1)
    return found[0] if found else None
