//! Real exports' headers and what they have to become.

use super::{Confidence, Reason, Suggestion, System, suggest};
use crate::columns::Field;

fn suggested(headers: &[&str], samples: &[Vec<&str>]) -> Vec<Option<Suggestion>> {
    let headers: Vec<String> = headers.iter().map(ToString::to_string).collect();
    suggest(&headers, samples)
}

/// Headers with the path of the field expected for each; `-` for none.
#[track_caller]
fn check(columns: &[(&str, &str)]) {
    let headers: Vec<&str> = columns.iter().map(|(header, _)| *header).collect();
    let found = suggested(&headers, &[]);
    for ((header, expected), found) in columns.iter().zip(found) {
        let found = found.map_or("-", |found| found.field.path());
        assert_eq!(found, *expected, "`{header}`");
    }
}

#[test]
fn every_field_is_found_by_its_header_and_by_its_path() {
    for name in [Field::header, Field::path] {
        let headers: Vec<String> = Field::ALL
            .iter()
            .map(|field| name(*field).to_uppercase())
            .collect();
        let found = suggest(&headers, &[]);
        for (field, found) in Field::ALL.iter().zip(found) {
            let found = found.unwrap();
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
fn outlook() {
    check(&[
        ("Title", "salutation"),
        ("First Name", "firstName"),
        ("Middle Name", "middleName"),
        ("Last Name", "lastName"),
        ("Suffix", "-"),
        ("Company", "externalOrganization.name"),
        ("Department", "-"),
        ("Job Title", "title"),
        ("Business Street", "address.address1"),
        ("Business Street 2", "address.address2"),
        ("Business City", "address.city"),
        ("Business State", "address.state"),
        ("Business Postal Code", "address.postalCode"),
        ("Business Country/Region", "address.countryCode"),
        ("Home Street", "-"),
        ("Home City", "-"),
        ("Assistant's Phone", "-"),
        ("Business Fax", "externalOrganization.faxNumber.display"),
        ("Business Phone", "workPhone.display"),
        ("Business Phone 2", "-"),
        (
            "Company Main Phone",
            "externalOrganization.phoneNumber.display",
        ),
        ("Home Phone", "homePhone.display"),
        ("Mobile Phone", "cellPhone.display"),
        ("Other Phone", "otherPhone.display"),
        ("E-mail Address", "workEmail"),
        ("E-mail Type", "-"),
        ("E-mail Display Name", "-"),
        ("E-mail 2 Address", "personalEmail"),
        ("E-mail 3 Address", "otherEmail"),
        ("Web Page", "externalOrganization.websites"),
    ]);
}

#[test]
fn google_contacts() {
    check(&[
        ("First Name", "firstName"),
        ("Middle Name", "middleName"),
        ("Last Name", "lastName"),
        ("Phonetic First Name", "-"),
        ("Name Prefix", "salutation"),
        ("Name Suffix", "-"),
        ("File As", "-"),
        ("Organization Name", "externalOrganization.name"),
        ("Organization Title", "title"),
        ("Birthday", "-"),
        ("Labels", "-"),
        ("E-mail 1 - Label", "-"),
        ("E-mail 1 - Value", "workEmail"),
        ("E-mail 2 - Value", "personalEmail"),
        ("Phone 1 - Label", "-"),
        ("Phone 1 - Value", "cellPhone.display"),
        ("Phone 2 - Value", "workPhone.display"),
        ("Address 1 - Street", "address.address1"),
        ("Address 1 - City", "address.city"),
        ("Address 1 - Region", "address.state"),
        ("Address 1 - Postal Code", "address.postalCode"),
        ("Address 1 - Country", "address.countryCode"),
    ]);
    check(&[
        ("Name", "-"),
        ("Given Name", "firstName"),
        ("Family Name", "lastName"),
        ("E-mail 1 - Type", "-"),
        ("E-mail 1 - Value", "workEmail"),
        ("Phone 1 - Type", "-"),
        ("Phone 1 - Value", "cellPhone.display"),
    ]);
}

#[test]
fn salesforce() {
    check(&[
        ("Salutation", "salutation"),
        ("First Name", "firstName"),
        ("Last Name", "lastName"),
        ("Title", "title"),
        ("Account Name", "externalOrganization.name"),
        ("Account ID", "externalOrganization.externalIds[0].value"),
        ("Contact ID", "externalIds[0].value"),
        ("Mailing Street", "address.address1"),
        ("Mailing City", "address.city"),
        ("Mailing State/Province", "address.state"),
        ("Mailing Zip/Postal Code", "address.postalCode"),
        ("Mailing Country", "address.countryCode"),
        ("Phone", "workPhone.display"),
        ("Mobile", "cellPhone.display"),
        ("Fax", "externalOrganization.faxNumber.display"),
        ("Email", "workEmail"),
        ("Account Owner", "-"),
    ]);
    check(&[
        ("Id", "externalIds[0].value"),
        ("AccountId", "externalOrganization.externalIds[0].value"),
        ("FirstName", "firstName"),
        ("MobilePhone", "cellPhone.display"),
        ("MailingStreet", "address.address1"),
        ("OwnerId", "-"),
        ("SystemModstamp", "-"),
    ]);
}

#[test]
fn hubspot() {
    check(&[
        ("Record ID", "externalIds[0].value"),
        ("First Name", "firstName"),
        ("Last Name", "lastName"),
        ("Email", "workEmail"),
        ("Phone Number", "workPhone.display"),
        ("Mobile Phone Number", "cellPhone.display"),
        ("Job Title", "title"),
        ("Lifecycle Stage", "-"),
        ("Lead Status", "-"),
        ("Associated Company", "externalOrganization.name"),
        (
            "Associated Company IDs (Primary)",
            "externalOrganization.externalIds[0].value",
        ),
        ("City", "address.city"),
        ("State/Region", "address.state"),
        ("Country/Region", "address.countryCode"),
    ]);
}

#[test]
fn the_legacy_process() {
    check(&[
        ("Contact ID", "externalIds[0].value"),
        ("Contact First Name", "firstName"),
        ("Contact Last Name", "lastName"),
        ("Contact Title", "title"),
        ("Contact Work Phone", "workPhone.display"),
        ("Contact Work Email", "workEmail"),
        ("Contact City", "address.city"),
        ("Account ID", "externalOrganization.externalIds[0].value"),
        ("Account Name", "externalOrganization.name"),
        ("Account Industry", "externalOrganization.industry"),
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

#[test]
fn an_empty_column_gives_way() {
    let headers = ["Business Street", "Home Street", "Business Postal Code"];
    let found = suggested(&headers, &[vec!["", ""], vec!["1 Way", ""], vec!["", ""]]);
    let paths: Vec<_> = found
        .iter()
        .map(|found| found.map(|found| found.field))
        .collect();
    assert_eq!(
        paths,
        [None, Some(Field::Address1), Some(Field::PostalCode)]
    );
}

#[test]
fn values_speak_where_the_name_does_not() {
    let emails = vec!["a@x.org", "b@x.org", "c@x.org", ""];
    let phones = vec!["+1 415 555 0102", "(415) 555-0103", "415-555-0104"];
    let numbers = vec!["4155550102", "4155550103", "4155550104"];
    let found = suggested(
        &["Column A", "Column B", "Column C", ""],
        &[emails.clone(), phones, numbers, emails],
    );
    let by_values = |field| {
        Some(Suggestion {
            field,
            confidence: Confidence::Possible,
            reason: Reason::Values,
        })
    };
    assert_eq!(
        found,
        [
            by_values(Field::WorkEmail),
            by_values(Field::CellPhone),
            None,
            None
        ]
    );
}

#[test]
fn an_organization_without_an_id_is_only_offered() {
    let confidence = |headers: &[&str]| suggested(headers, &[])[0].unwrap().confidence;
    assert_eq!(confidence(&["Company", "Email"]), Confidence::Possible);
    assert_eq!(confidence(&["Company", "Company ID"]), Confidence::Likely);
    assert_eq!(
        confidence(&["External Organization Name"]),
        Confidence::Certain
    );
}

#[test]
fn the_reason_names_the_program() {
    let found = suggested(
        &["Record ID", "Lifecycle Stage", "Email", "Salutation"],
        &[],
    );
    assert_eq!(found[0].unwrap().reason, Reason::Export(System::HubSpot));
    assert_eq!(
        suggested(&["Mail"], &[])[0].unwrap().reason,
        Reason::Synonym
    );
}
