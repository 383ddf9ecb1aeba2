//! Where the records go, and how phones without a country are read.

use import_core::api::{Division, Paged};
use leptos::prelude::*;

use crate::api;
use crate::components::form::{Choice, SelectField};
use crate::components::remote::{Remote, Source};
use crate::i18n::{region_name, t};
use crate::pages::import_file::suggestions::HomeCountry;
use crate::session::import::ImportSession;

/// The regions whose phone numbers can be read without a country code.
const REGIONS: &str = "AC AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR \
    BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI \
    FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT \
    JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO \
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA \
    RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TG TH TJ TK TL TM TN TO TR \
    TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// Where the records go.
#[component]
pub fn DivisionField() -> impl IntoView {
    let session = ImportSession::get();
    let divisions = Source::<Paged<Division>>::new();
    divisions.ask(api::divisions());
    let division_choices = Signal::derive(move || {
        let known = match &*divisions.state.read() {
            Remote::Ready(divisions) => divisions
                .entities
                .iter()
                .map(|division| Choice::new(division.id.clone(), division_text(division)))
                .collect(),
            _ => Vec::new(),
        };
        if known.is_empty() {
            vec![Choice::new("*", t("division.unassigned"))]
        } else {
            known
        }
    });
    let division = Signal::derive(move || session.choices.with(|choices| choices.division.clone()));
    view! {
        <SelectField
            id="division"
            label=t("division.label")
            hint=t("division.hint")
            choices=division_choices
            value=division
            on_change=move |id| session.choices.update(|choices| choices.division = id)
        />
    }
}

/// Where the records go, and how phones without a country are read.
#[component]
pub fn Values() -> impl IntoView {
    let session = ImportSession::get();
    let region = Signal::derive(move || session.choices.with(|choices| choices.region.clone()));
    view! {
        <div class="field-grid">
            <DivisionField />
            <SelectField
                id="region"
                label=t("region.label")
                hint=t("region.hint")
                choices=regions()
                value=region
                on_change=move |code| session.choose(|choices| choices.region = code)
            />
        </div>
        <HomeCountry />
    }
}

/// The regions in which phone numbers can be read, by their names.
pub fn regions() -> Vec<Choice> {
    let mut regions: Vec<_> = REGIONS
        .split_ascii_whitespace()
        .map(|code| Choice::new(code, format!("{} ({code})", region_name(code))))
        .collect();
    regions.sort_by(|one, other| one.text.cmp(&other.text));
    regions
}

/// The division without a name of its own is the one that everything is in at first.
pub fn division_text(division: &Division) -> String {
    if division.id == "*" || division.name.is_empty() {
        t("division.unassigned")
    } else {
        division.name.clone()
    }
}
