//! Customer relations.

use super::check_export;
use crate::columns::Field;
use crate::columns::exports::System;
use crate::columns::suggest::tests::check;

#[test]
fn salesforce() {
    check_export(
        System::Salesforce,
        "Salutation,First Name,Last Name,Title,Account Name,Account ID,Contact ID,Mailing Street,Mailing City,\
         Mailing State/Province,Mailing Zip/Postal Code,Mailing Country,Phone,Mobile,Fax,Email,Account Owner,Lead Source,\
         Birthdate,Last Activity,Created Date",
        &[
            ("Salutation", Field::Salutation),
            ("First Name", Field::FirstName),
            ("Last Name", Field::LastName),
            ("Title", Field::Title),
            ("Account Name", Field::OrganizationName),
            ("Account ID", Field::OrganizationExternalId),
            ("Contact ID", Field::ExternalId),
            ("Mailing Street", Field::Address1),
            ("Mailing City", Field::City),
            ("Mailing State/Province", Field::State),
            ("Mailing Zip/Postal Code", Field::PostalCode),
            ("Mailing Country", Field::CountryCode),
            ("Phone", Field::WorkPhone),
            ("Mobile", Field::CellPhone),
            ("Fax", Field::OrganizationFax),
            ("Email", Field::WorkEmail),
        ],
    );
    // As the data loader names them.
    check(&[
        ("Id", "externalIds[0].value"),
        ("AccountId", "externalOrganization.externalIds[0].value"),
        ("FirstName", "firstName"),
        ("MobilePhone", "cellPhone.display"),
        ("MailingStreet", "address.address1"),
        ("MailingPostalCode", "address.postalCode"),
        ("OwnerId", "-"),
        ("SystemModstamp", "-"),
    ]);
}

#[test]
fn hubspot() {
    check_export(
        System::HubSpot,
        "Record ID,First Name,Last Name,Email,Phone Number,Mobile Phone Number,Job Title,Contact owner,\
         Associated Company,Associated Company IDs (Primary),City,State/Region,Country/Region,Last Activity Date,\
         Lead Status,Lifecycle Stage,Marketing contact status,Create Date",
        &[
            ("Record ID", Field::ExternalId),
            ("First Name", Field::FirstName),
            ("Last Name", Field::LastName),
            ("Email", Field::WorkEmail),
            ("Phone Number", Field::WorkPhone),
            ("Mobile Phone Number", Field::CellPhone),
            ("Job Title", Field::Title),
            ("Associated Company", Field::OrganizationName),
            (
                "Associated Company IDs (Primary)",
                Field::OrganizationExternalId,
            ),
            ("City", Field::City),
            ("State/Region", Field::State),
            ("Country/Region", Field::CountryCode),
        ],
    );
}

#[test]
fn hubspot_with_all_companies() {
    check_export(
        System::HubSpot,
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Associated Company,Associated Company IDs,\
         Primary Company,Associated Company IDs (Primary),Lead Status,Create Date",
        &[
            ("Record ID", Field::ExternalId),
            ("First Name", Field::FirstName),
            ("Last Name", Field::LastName),
            ("Email", Field::WorkEmail),
            ("Phone Number", Field::WorkPhone),
            ("Primary Company", Field::OrganizationName),
            (
                "Associated Company IDs (Primary)",
                Field::OrganizationExternalId,
            ),
        ],
    );
}

#[test]
fn zoho() {
    check_export(
        System::Zoho,
        "Record Id,Contact Owner.id,Contact Owner,Lead Source,First Name,Last Name,Account Name.id,Account Name,\
         Vendor Name.id,Vendor Name,Email,Title,Department,Phone,Home Phone,Other Phone,Fax,Mobile,Date of Birth,\
         Assistant,Asst Phone,Reporting To.id,Reporting To,Email Opt Out,Created By.id,Created By,Modified By.id,\
         Modified By,Created Time,Modified Time,Contact Name,Mailing Street,Other Street,Mailing City,Other City,\
         Mailing State,Other State,Mailing Zip,Other Zip,Mailing Country,Other Country,Description,Skype ID,\
         Salutation,Secondary Email,Last Activity Time,Twitter,Tag,Unsubscribed Mode,Unsubscribed Time",
        &[
            ("Record Id", Field::ExternalId),
            ("First Name", Field::FirstName),
            ("Last Name", Field::LastName),
            ("Account Name.id", Field::OrganizationExternalId),
            ("Account Name", Field::OrganizationName),
            ("Email", Field::WorkEmail),
            ("Title", Field::Title),
            ("Phone", Field::WorkPhone),
            ("Home Phone", Field::HomePhone),
            ("Other Phone", Field::OtherPhone),
            ("Fax", Field::OrganizationFax),
            ("Mobile", Field::CellPhone),
            ("Mailing Street", Field::Address1),
            ("Mailing City", Field::City),
            ("Mailing State", Field::State),
            ("Mailing Zip", Field::PostalCode),
            ("Mailing Country", Field::CountryCode),
            ("Salutation", Field::Salutation),
            ("Secondary Email", Field::PersonalEmail),
            ("Twitter", Field::TwitterScreenName),
        ],
    );
}

#[test]
fn pipedrive() {
    check_export(
        System::Pipedrive,
        "Person - ID,Person - Name,Person - First name,Person - Last name,Person - Label,Person - Organization,\
         Person - Organization ID,Person - Email - Work,Person - Email - Home,Person - Email - Other,\
         Person - Phone - Work,Person - Phone - Home,Person - Phone - Mobile,Person - Phone - Other,\
         Person - Open deals,Person - Closed deals,Person - Next activity date,Person - Owner,Person - Job title,\
         Person - Person created,Person - Update time,Person - Won deals",
        &[
            ("Person - ID", Field::ExternalId),
            ("Person - First name", Field::FirstName),
            ("Person - Last name", Field::LastName),
            ("Person - Organization", Field::OrganizationName),
            ("Person - Organization ID", Field::OrganizationExternalId),
            ("Person - Email - Work", Field::WorkEmail),
            ("Person - Email - Home", Field::PersonalEmail),
            ("Person - Email - Other", Field::OtherEmail),
            ("Person - Phone - Work", Field::WorkPhone),
            ("Person - Phone - Home", Field::HomePhone),
            ("Person - Phone - Mobile", Field::CellPhone),
            ("Person - Phone - Other", Field::OtherPhone),
            ("Person - Job title", Field::Title),
        ],
    );
}

#[test]
fn pipedrive_with_one_name() {
    check_export(
        System::Pipedrive,
        "Person - Name,Person - Organization,Person - Email,Person - Phone,Person - Owner",
        &[
            ("Person - Name", Field::LastName),
            ("Person - Organization", Field::OrganizationName),
            ("Person - Email", Field::WorkEmail),
            ("Person - Phone", Field::WorkPhone),
        ],
    );
}

#[test]
fn dynamics() {
    check_export(
        System::Dynamics,
        "(Do Not Modify) Contact,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,First Name,Last Name,\
         Full Name,Email,Company Name,Business Phone,Mobile Phone,Job Title,Address 1: Street 1,\
         Address 1: Street 2,Address 1: Street 3,Address 1: City,Address 1: State/Province,\
         Address 1: ZIP/Postal Code,Address 1: Country/Region,Status,Owner",
        &[
            ("(Do Not Modify) Contact", Field::ExternalId),
            ("First Name", Field::FirstName),
            ("Last Name", Field::LastName),
            ("Email", Field::WorkEmail),
            ("Company Name", Field::OrganizationName),
            ("Business Phone", Field::WorkPhone),
            ("Mobile Phone", Field::CellPhone),
            ("Job Title", Field::Title),
            ("Address 1: Street 1", Field::Address1),
            ("Address 1: Street 2", Field::Address2),
            ("Address 1: City", Field::City),
            ("Address 1: State/Province", Field::State),
            ("Address 1: ZIP/Postal Code", Field::PostalCode),
            ("Address 1: Country/Region", Field::CountryCode),
        ],
    );
}
