//! What can be said of columns by their names and values. Whole headers of programs are in `exports/tests.rs`.

use super::{Advice, Advised, Confidence, Doubt, Reason, Sample, Suggestion, suggest};
use crate::columns::{Field, Look, System};

/// Columns with some of their values.
pub(in crate::columns) fn advised(columns: &[(&str, &[&str])]) -> Advised {
    let values: Vec<Vec<String>> = columns
        .iter()
        .map(|(_, values)| values.iter().map(ToString::to_string).collect())
        .collect();
    let columns: Vec<Sample<'_>> = columns
        .iter()
        .zip(&values)
        .map(|((header, _), values)| Sample { header, values })
        .collect();
    suggest(&columns)
}

fn suggestion(advice: Advice) -> Option<Suggestion> {
    match advice {
        Advice::Suggested(suggestion) => Some(suggestion),
        _ => None,
    }
}

/// Headers with the path of the field expected for each; `-` for none.
#[track_caller]
pub(in crate::columns) fn check(columns: &[(&str, &str)]) {
    let headers: Vec<(&str, &[&str])> = columns
        .iter()
        .map(|(header, _)| (*header, [].as_slice()))
        .collect();
    for ((header, expected), found) in columns.iter().zip(advised(&headers).columns) {
        let found = suggestion(found).map_or("-", |found| found.field.path());
        assert_eq!(found, *expected, "`{header}`");
    }
}

#[test]
fn whole_names_are_doubtful_last_names() {
    let doubt = |columns: &[(&str, &[&str])]| {
        let found = advised(columns).columns.into_iter().find_map(suggestion);
        found.map(|found| (found.field, found.confidence, found.doubt))
    };
    let likely = |doubt| Some((Field::LastName, Confidence::Likely, doubt));
    let whole: &[&str] = &["Ann Lee", "José García López", "Ødegård, Bo"];
    assert_eq!(
        doubt(&[("Full Name", whole)]),
        likely(Some(Doubt::WholeNames))
    );
    assert_eq!(
        doubt(&[("Name", &["Lee", "García López", "Ray"])]),
        likely(None)
    );
    assert_eq!(
        doubt(&[("Name", whole), ("Given Name", &["Ann"])]),
        likely(None)
    );
    // Whoever calls a column so means it.
    let certain = Some((Field::LastName, Confidence::Certain, None));
    assert_eq!(doubt(&[("Last Name", whole)]), certain);
}

#[test]
fn every_field_is_found_by_its_header_and_by_its_path() {
    for name in [Field::header, Field::path] {
        let headers: Vec<String> = Field::ALL
            .iter()
            .map(|field| name(*field).to_uppercase())
            .collect();
        let columns: Vec<Sample<'_>> = headers
            .iter()
            .map(|header| Sample {
                header,
                values: &[],
            })
            .collect();
        for (field, found) in Field::ALL.iter().zip(suggest(&columns).columns) {
            let found = suggestion(found).unwrap();
            assert_eq!(
                (found.field, found.confidence),
                (*field, Confidence::Certain)
            );
        }
    }
}

#[test]
fn case_spaces_and_punctuation_do_not_matter() {
    check(&[
        ("first_name", "firstName"),
        ("LASTNAME", "lastName"),
        ("work-email", "workEmail"),
        ("CellPhone", "cellPhone.display"),
    ]);
    check(&[
        ("  First   Name ", "firstName"),
        ("E-Mail", "workEmail"),
        ("ＥＭＡＩＬ　２", "personalEmail"),
    ]);
}

#[test]
fn chinese_headers_of_both_scripts() {
    check(&[
        ("客户编号", "externalIds[0].value"),
        ("姓名", "lastName"),
        ("称呼", "salutation"),
        ("职位", "title"),
        ("手机号码", "cellPhone.display"),
        ("办公电话", "workPhone.display"),
        ("电子邮箱", "workEmail"),
        ("个人邮箱", "personalEmail"),
        ("地址", "address.address1"),
        ("城市", "address.city"),
        ("省份", "address.state"),
        ("邮编", "address.postalCode"),
        ("国家/地区", "address.countryCode"),
        ("公司名称", "externalOrganization.name"),
        ("备注", "-"),
    ]);
    check(&[
        ("姓", "lastName"),
        ("名", "firstName"),
        ("手機", "cellPhone.display"),
        ("電郵", "workEmail"),
        ("公司編號", "externalOrganization.externalIds[0].value"),
    ]);
}

#[test]
fn headers_of_other_languages() {
    check(&[
        ("Kundennummer", "externalIds[0].value"),
        ("Anrede", "salutation"),
        ("Titel", "-"),
        ("Vorname", "firstName"),
        ("Nachname", "lastName"),
        ("Firma", "externalOrganization.name"),
        ("Funktion", "title"),
        ("Straße", "address.address1"),
        ("PLZ", "address.postalCode"),
        ("Ort", "address.city"),
        ("Land", "address.countryCode"),
        ("Telefon", "workPhone.display"),
        ("Durchwahl", "workPhone.extension"),
        ("Mobil", "cellPhone.display"),
        ("Fax", "externalOrganization.faxNumber.display"),
        ("E-Mail", "workEmail"),
        ("Bemerkung", "-"),
    ]);
    check(&[
        ("Civilité", "salutation"),
        ("Nom", "lastName"),
        ("Prénom", "firstName"),
        ("Société", "externalOrganization.name"),
        ("Poste", "title"),
        ("Adresse", "address.address1"),
        ("CP", "address.postalCode"),
        ("Ville", "address.city"),
        ("Pays", "address.countryCode"),
        ("Tél.", "workPhone.display"),
        ("Portable", "cellPhone.display"),
        ("Courriel", "workEmail"),
    ]);
    check(&[
        ("氏名", "lastName"),
        ("会社名", "externalOrganization.name"),
        ("役職", "title"),
        ("郵便番号", "address.postalCode"),
        ("都道府県", "address.state"),
        ("市区町村", "address.city"),
        ("住所", "address.address1"),
        ("電話番号", "workPhone.display"),
        ("携帯電話", "cellPhone.display"),
        ("メールアドレス", "workEmail"),
        ("備考", "-"),
    ]);
    check(&[
        ("성", "lastName"),
        ("이름", "firstName"),
        ("회사", "externalOrganization.name"),
        ("휴대폰", "cellPhone.display"),
        ("이메일", "workEmail"),
    ]);
    check(&[("이름", "lastName"), ("직책", "title")]);
    check(&[
        ("Nombre", "firstName"),
        ("Apellidos", "lastName"),
        ("Cargo", "title"),
        ("Teléfono", "workPhone.display"),
        ("Móvil", "cellPhone.display"),
        ("Correo electrónico", "workEmail"),
        ("CP", "address.postalCode"),
        ("Provincia", "address.state"),
    ]);
    check(&[
        ("Nome", "firstName"),
        ("Cognome", "lastName"),
        ("Via", "address.address1"),
        ("CAP", "address.postalCode"),
        ("Città", "address.city"),
        ("Provincia", "address.state"),
    ]);
    check(&[
        ("Voornaam", "firstName"),
        ("Achternaam", "lastName"),
        ("Bedrijf", "externalOrganization.name"),
        ("Plaats", "address.city"),
        ("Land", "address.countryCode"),
    ]);
    check(&[
        ("Nome", "firstName"),
        ("Sobrenome", "lastName"),
        ("Celular", "cellPhone.display"),
        ("CEP", "address.postalCode"),
    ]);
    check(&[
        ("Imię", "firstName"),
        ("Nazwisko", "lastName"),
        ("Telefon", "workPhone.display"),
        ("Kraj", "address.countryCode"),
    ]);
}

#[test]
fn a_word_that_is_english_too_is_taken_for_granted_only_in_company() {
    let names = ["Cargo", "Via", "CP", "CAP", "Standard", "Poste"];
    for name in names {
        let found = advised(&[(name, &[]), ("First Name", &[]), ("Email", &[])]);
        assert_eq!(found.columns[0].beforehand(), None, "{name}");
    }
    let found = advised(&[("Via", &[]), ("Cognome", &[])]);
    assert_eq!(found.columns[0].beforehand(), Some(Field::Address1));
}

#[test]
fn a_name_of_another_language_gives_way_to_an_english_one() {
    check(&[
        ("Telefon", "-"),
        ("Phone", "workPhone.display"),
        ("Mobile", "cellPhone.display"),
    ]);
    check(&[
        ("Titel", "-"),
        ("Salutation", "salutation"),
        ("Title", "title"),
    ]);
    check(&[("Occupation", "-"), ("Job Title", "title")]);
}

#[test]
fn a_single_address_is_made_of_cut_down_exports() {
    check(&[
        ("Street (home)", "-"),
        ("City (home)", "-"),
        ("State (home)", "-"),
        ("Street (work)", "address.address1"),
        ("City (work)", "address.city"),
        ("Phone (main)", "otherPhone.display"),
        ("Phone (iPhone)", "cellPhone.display"),
    ]);
    check(&[
        ("Home City", "address.city"),
        ("Home Postal Code", "address.postalCode"),
    ]);
    check(&[
        ("Home City", "-"),
        ("Business City", "address.city"),
        ("Home State", "-"),
    ]);
}

#[test]
fn what_feeds_nothing_is_near_to_nothing() {
    for name in [
        "Notes",
        "Birthday",
        "Gender",
        "Status",
        "Source",
        "Owner",
        "Created",
        "Amount",
        "Priority",
        "Language",
        "Department",
        "Comments",
        "Tags",
        "Score",
        "Currency",
        "Business",
        "Anniversary",
        "Date",
        "Rating",
        "备注",
        "性别",
        "生日",
        "部门",
        "状态",
        "来源",
        "负责人",
        "创建时间",
        "金额",
        "Bemerkung",
        "Geburtsdatum",
        "Notizen",
        "Abteilung",
        "Geschlecht",
        "Remarques",
        "Sexe",
        "Service",
        "備考",
        "部署",
    ] {
        let found = advised(&[(name, &[])]);
        assert_eq!(found.columns[0], Advice::Unknown, "{name}");
    }
}

#[test]
fn another_address_in_german_is_of_its_country() {
    let found = advised(&[("Weiteres/e Land/Region", &[])]);
    let field = suggestion(found.columns[0]).map(|found| found.field);
    assert_eq!(field, Some(Field::CountryCode));
}

#[test]
fn the_better_name_wins_and_the_other_column_stays() {
    check(&[("Surname", "-"), ("Last Name", "lastName")]);
    check(&[("Email", "personalEmail"), ("Work Email", "workEmail")]);
    check(&[
        ("Phone", "workPhone.display"),
        ("Telephone", "-"),
        ("Mobile", "cellPhone.display"),
    ]);
    check(&[
        ("Phone", "workPhone.display"),
        ("Telephone", "cellPhone.display"),
    ]);
    check(&[
        ("Name", "-"),
        ("Surname", "lastName"),
        ("First", "firstName"),
    ]);
}

const EMAILS: &[&str] = &["a@x.org", "b@x.org", "c@x.org"];
const NAMES: &[&str] = &["Ann", "Bo", "Cy"];

/// Columns with some of their values, and what is to be said of each: field, confidence and reason.
#[track_caller]
fn check_suggestions(
    columns: &[(&str, &[&str])],
    expected: &[Option<(Field, Confidence, Reason)>],
) {
    let found: Vec<_> = advised(columns)
        .columns
        .into_iter()
        .map(|advice| suggestion(advice).map(|found| (found.field, found.confidence, found.reason)))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn an_empty_column_gives_way() {
    let found = advised(&[
        ("Business Street", &[]),
        ("Home Street", &["1 Way"]),
        ("Business Postal Code", &[]),
    ]);
    assert_eq!(found.system, Some(System::Outlook));
    let (field, by) = (Field::Address1, 1);
    assert_eq!(found.columns[0], Advice::Taken { field, by });
    assert_eq!(
        suggestion(found.columns[1]).map(|found| found.field),
        Some(field)
    );
}

#[test]
fn values_speak_where_the_name_does_not() {
    let possible = |field, look| Some((field, Confidence::Possible, Reason::Values(look)));
    check_suggestions(
        &[
            ("Column A", EMAILS),
            (
                "Column B",
                &["+1 415 555 0102", "(415) 555-0103", "415-555-0104"],
            ),
            ("Column C", &["4155550102", "4155550103", "4155550104"]),
            ("Column D", &["DE", "FR", "US"]),
            ("Column E", EMAILS),
            ("", EMAILS),
        ],
        &[
            possible(Field::WorkEmail, Look::Emails),
            possible(Field::CellPhone, Look::Phones),
            None,
            possible(Field::CountryCode, Look::Countries),
            possible(Field::PersonalEmail, Look::Emails),
            None,
        ],
    );
}

#[test]
fn values_contradict_a_name_and_another_field_is_offered() {
    let found = advised(&[
        ("Address", EMAILS),
        ("Telephone", NAMES),
        ("Work Email", NAMES),
    ]);
    let found: Vec<_> = found
        .columns
        .into_iter()
        .map(|advice| suggestion(advice).map(|found| (found.field, found.confidence, found.doubt)))
        .collect();
    let doubt = Some(Doubt::Values);
    assert_eq!(
        found,
        [
            Some((Field::PersonalEmail, Confidence::Possible, None)),
            Some((Field::WorkPhone, Confidence::Possible, doubt)),
            // Whoever calls a column so means it.
            Some((Field::WorkEmail, Confidence::Likely, doubt)),
        ]
    );
}

#[test]
fn a_slip_is_seen_through_and_taken_for_granted_where_the_values_agree() {
    let similar = |confidence| Some((Field::WorkEmail, confidence, Reason::Similar("Email")));
    check_suggestions(&[("Emial", &[])], &[similar(Confidence::Possible)]);
    check_suggestions(&[("Emial", EMAILS)], &[similar(Confidence::Likely)]);
}

#[test]
fn a_name_that_is_as_near_to_two_fields_is_left_to_the_person() {
    let found = advised(&[("Ome Phone", &[])]);
    assert!(matches!(found.columns[0], Advice::Suggested(_)));
    let found = advised(&[("Phone 8", &[])]);
    let ambiguous = Advice::Ambiguous(Field::WorkPhone, Field::CellPhone);
    assert_eq!(found.columns[0], ambiguous);
}

#[test]
fn a_column_whose_field_is_taken_says_by_which() {
    let found = advised(&[("Surname", &[]), ("Last Name", &[])]);
    let (field, by) = (Field::LastName, 1);
    assert_eq!(found.columns[0], Advice::Taken { field, by });
}

#[test]
fn an_organization_without_an_id_is_only_offered() {
    let first = |headers: &[&str]| {
        let columns: Vec<(&str, &[&str])> = headers
            .iter()
            .map(|header| (*header, [].as_slice()))
            .collect();
        let found = suggestion(advised(&columns).columns[0]).unwrap();
        (found.confidence, found.doubt)
    };
    let no_id = Some(Doubt::NoOrganizationId);
    assert_eq!(first(&["Company", "Email"]), (Confidence::Possible, no_id));
    assert_eq!(
        first(&["Company", "Company ID"]),
        (Confidence::Likely, None)
    );
    assert_eq!(
        first(&["External Organization Name"]),
        (Confidence::Certain, None)
    );
}

#[test]
fn no_field_is_suggested_twice() {
    let headers: Vec<String> = (0..40)
        .flat_map(|number| {
            [
                "Phone",
                "E-mail",
                "Name",
                "电话",
                "Phone {} - Value",
                "Emial",
            ]
            .map(|name| name.replace("{}", &number.to_string()))
        })
        .collect();
    let values: Vec<String> = EMAILS.iter().map(ToString::to_string).collect();
    let columns: Vec<Sample<'_>> = headers
        .iter()
        .map(|header| Sample {
            header,
            values: &values,
        })
        .collect();
    let mut fields: Vec<Field> = suggest(&columns)
        .columns
        .into_iter()
        .filter_map(|advice| suggestion(advice).map(|found| found.field))
        .collect();
    let count = fields.len();
    fields.sort_unstable();
    fields.dedup();
    assert_eq!(fields.len(), count);
}
