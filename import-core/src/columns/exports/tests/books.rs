//! Address books and lists of addresses.

use super::{check_export, check_values};
use crate::columns::exports::System;
use crate::columns::suggest::tests::advised;
use crate::columns::{Advice, Confidence, Doubt, Field, Reason};

#[test]
fn google_contacts() {
    check_export(
        System::GoogleContacts,
        "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,\
         Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,\
         Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,\
         Phone 2 - Label,Phone 2 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,\
         Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,\
         Website 1 - Label,Website 1 - Value,Event 1 - Label,Event 1 - Value,Custom Field 1 - Label,Custom Field 1 - Value",
        &[
            ("First Name", Field::FirstName),
            ("Middle Name", Field::MiddleName),
            ("Last Name", Field::LastName),
            ("Name Prefix", Field::Salutation),
            ("Organization Name", Field::OrganizationName),
            ("Organization Title", Field::Title),
            ("E-mail 1 - Value", Field::WorkEmail),
            ("E-mail 2 - Value", Field::PersonalEmail),
            ("Phone 1 - Value", Field::CellPhone),
            ("Phone 2 - Value", Field::WorkPhone),
            ("Address 1 - Street", Field::Address1),
            ("Address 1 - City", Field::City),
            ("Address 1 - Region", Field::State),
            ("Address 1 - Postal Code", Field::PostalCode),
            ("Address 1 - Country", Field::CountryCode),
            ("Address 1 - Extended Address", Field::Address2),
            ("Website 1 - Value", Field::OrganizationWebsites),
        ],
    );
}

#[test]
fn google_contacts_of_former_years() {
    check_export(
        System::GoogleContacts,
        "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,Family Name Yomi,\
         Name Prefix,Name Suffix,Initials,Nickname,Short Name,Maiden Name,Birthday,Gender,Location,Billing Information,\
         Directory Server,Mileage,Occupation,Hobby,Sensitivity,Priority,Subject,Notes,Language,Photo,Group Membership,\
         E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Address 1 - Type,Address 1 - Formatted,\
         Address 1 - Street,Address 1 - City,Organization 1 - Type,Organization 1 - Name,Organization 1 - Yomi Name,\
         Organization 1 - Title,Organization 1 - Department",
        &[
            ("Given Name", Field::FirstName),
            ("Additional Name", Field::MiddleName),
            ("Family Name", Field::LastName),
            ("Name Prefix", Field::Salutation),
            ("E-mail 1 - Value", Field::WorkEmail),
            ("Phone 1 - Value", Field::CellPhone),
            ("Address 1 - Street", Field::Address1),
            ("Address 1 - City", Field::City),
            ("Organization 1 - Name", Field::OrganizationName),
            ("Organization 1 - Title", Field::Title),
        ],
    );
}

#[test]
fn the_labels_of_google_contacts_decide() {
    let found = advised(&[
        ("E-mail 1 - Label", &["* Home", "Home"]),
        ("E-mail 1 - Value", &["a@x.org"]),
        ("E-mail 2 - Label", &["Home", "Work", "Other"]),
        ("E-mail 2 - Value", &["b@x.org"]),
        ("Phone 1 - Label", &["Work", "* Work"]),
        ("Phone 1 - Value", &["+14155550102"]),
        ("Phone 2 - Label", &["手机"]),
        ("Phone 2 - Value", &["+14155550103"]),
    ]);
    let found: Vec<_> = found
        .columns
        .iter()
        .filter_map(|advice| match advice {
            Advice::Suggested(found) => Some((found.field, found.confidence, found.reason)),
            _ => None,
        })
        .collect();
    let export = Reason::Export(System::GoogleContacts);
    assert_eq!(
        found,
        [
            (Field::PersonalEmail, Confidence::Certain, Reason::Label(0)),
            // Its labels are of all kinds, and the first guess is free.
            (Field::WorkEmail, Confidence::Likely, Reason::Synonym),
            (Field::WorkPhone, Confidence::Certain, Reason::Label(4)),
            (Field::CellPhone, Confidence::Certain, Reason::Label(6)),
        ]
        .map(|(field, confidence, reason)| match reason {
            Reason::Synonym => (field, confidence, export),
            _ => (field, confidence, reason),
        })
    );
}

#[test]
fn labels_that_differ_from_row_to_row_are_no_certainty() {
    let doubt = Some(Doubt::Labels);
    let phones: &[&str] = &["+1 415 555 2671", "+1 415 555 2672", "+1 415 555 2673"];
    check_values(
        &[
            ("Phone 1 - Type", &["Mobile", "Work", "Mobile"]),
            ("Phone 1 - Value", phones),
            ("Phone 2 - Type", &["Work", "Mobile", "Main"]),
            ("Phone 2 - Value", phones),
        ],
        &[
            Some((Field::CellPhone, Confidence::Likely, doubt)),
            Some((Field::WorkPhone, Confidence::Likely, doubt)),
        ],
    );
}

#[test]
fn nobody_is_called_at_a_fax_or_a_pager() {
    let phones: &[&str] = &["+1 415 555 2671", "+1 415 555 2672", "+1 415 555 2673"];
    check_values(
        &[
            ("Phone 1 - Type", &["Mobile", "Mobile"]),
            ("Phone 1 - Value", phones),
            ("Phone 2 - Type", &["Work Fax", "Home Fax"]),
            ("Phone 2 - Value", phones),
            ("Phone 3 - Type", &["Pager"]),
            ("Phone 3 - Value", phones),
            ("Phone 4 - Type", &["Work", "Work", "传真"]),
            ("Phone 4 - Value", phones),
        ],
        &[
            Some((Field::CellPhone, Confidence::Certain, None)),
            None,
            None,
            Some((Field::WorkPhone, Confidence::Likely, Some(Doubt::Labels))),
        ],
    );
}

#[test]
fn parts_of_two_addresses_make_no_third() {
    for (kinds, part) in [
        (
            ["Business Street", "Business State", "Business Postal Code"],
            "Home State",
        ),
        (
            [
                "商务地址 街道",
                "商务地址 省/市/自治区",
                "商务地址 邮政编码",
            ],
            "住宅地址 省/市/自治区",
        ),
        (
            ["商務 - 街", "商務 - 縣/市", "商務 - 郵遞區號"],
            "住家 - 縣/市",
        ),
    ] {
        let columns: [(&str, &[&str]); 4] = [
            (kinds[0], &["1 Way"]),
            (kinds[1], &[]),
            (kinds[2], &["10115"]),
            (part, &["BE"]),
        ];
        let found = advised(&columns);
        assert_eq!(found.system, Some(System::Outlook));
        let (field, by) = (Field::State, 1);
        assert_eq!(found.columns[3], Advice::Taken { field, by }, "{part}");
        // What is not there at all is not completed either.
        let found = advised(&[columns[0], columns[2], columns[3]]);
        assert_eq!(found.columns[2], Advice::Unknown, "{part}");
    }
}

#[test]
fn linkedin() {
    check_export(
        System::LinkedIn,
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
        &[
            ("First Name", Field::FirstName),
            ("Last Name", Field::LastName),
            ("URL", Field::ExternalSystemUrl),
            ("Email Address", Field::WorkEmail),
            ("Company", Field::OrganizationName),
            ("Position", Field::Title),
        ],
    );
}

#[test]
fn mailchimp() {
    check_export(
        System::Mailchimp,
        "Email Address,First Name,Last Name,Address,Phone Number,Birthday,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,\
         CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,\
         TAGS",
        &[
            ("Email Address", Field::WorkEmail),
            ("First Name", Field::FirstName),
            ("Last Name", Field::LastName),
            ("Address", Field::Address1),
            ("Phone Number", Field::WorkPhone),
            ("LEID", Field::ExternalId),
        ],
    );
}
