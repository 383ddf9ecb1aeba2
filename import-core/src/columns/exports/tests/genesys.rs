//! Genesys Cloud.

use super::check_export;
use crate::columns::Field;
use crate::columns::exports::System;
use crate::columns::suggest::tests::advised;

#[test]
fn genesys_cloud() {
    let whole: Vec<(&str, Field)> = Field::ALL
        .iter()
        .map(|field| (field.header(), *field))
        .collect();
    let header: Vec<&str> = whole.iter().map(|(name, _)| *name).collect();
    check_export(System::Genesys, &header.join(","), &whole);
    let whole: Vec<(&str, Field)> = Field::ALL
        .iter()
        .map(|field| (field.path(), *field))
        .collect();
    let header: Vec<&str> = whole.iter().map(|(name, _)| *name).collect();
    check_export(System::Genesys, &header.join(","), &whole);
}

#[test]
fn genesys_cloud_of_the_legacy_process() {
    check_export(
        System::GenesysLegacy,
        "Contact ID,Contact First Name,Contact Last Name,Contact Title,Contact Work Phone,Contact Work Email,Contact City,\
         Account ID,Account Name,Account Industry",
        &[
            ("Contact ID", Field::ExternalId),
            ("Contact First Name", Field::FirstName),
            ("Contact Last Name", Field::LastName),
            ("Contact Title", Field::Title),
            ("Contact Work Phone", Field::WorkPhone),
            ("Contact Work Email", Field::WorkEmail),
            ("Contact City", Field::City),
            ("Account ID", Field::OrganizationExternalId),
            ("Account Name", Field::OrganizationName),
            ("Account Industry", Field::OrganizationIndustry),
        ],
    );
}

#[test]
fn a_file_of_common_names_is_no_export() {
    for header in [
        "First Name,Last Name,Company,Title,Email,Phone",
        "姓名,手机,邮箱,公司",
        "Contact ID,Email",
        "External ID,First Name,Work Email",
    ] {
        let columns: Vec<(&str, &[&str])> = header
            .split(',')
            .map(|name| (name, [].as_slice()))
            .collect();
        assert_eq!(advised(&columns).system, None, "{header}");
    }
}
