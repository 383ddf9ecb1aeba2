//! Systems of customer relations. Of two that a file looks alike, the first is taken.

use super::{Export, System};
use crate::columns::field::Field::{
    Address1, Address2, CellPhone, City, CountryCode, ExternalId, FirstName, HomePhone, LastName,
    MiddleName, OrganizationEmployeeCount, OrganizationExternalId, OrganizationFax,
    OrganizationIndustry, OrganizationName, OrganizationPhone, OrganizationRevenue,
    OrganizationWebsites, OtherEmail, OtherPhone, PersonalEmail, PostalCode, Salutation, State,
    Title, TwitterScreenName, WhatsAppNumber, WorkEmail, WorkPhone,
};

#[rustfmt::skip]
pub(super) const EXPORTS: &[Export] = &[
    Export {
        system: System::Zoho,
        names: &[
            ("Record Id", ExternalId), ("Contact Id", ExternalId), ("Account Name.id", OrganizationExternalId), ("Account Name", OrganizationName),
            ("Salutation", Salutation), ("First Name", FirstName), ("Last Name", LastName), ("Title", Title),
            ("Email", WorkEmail), ("Secondary Email", PersonalEmail), ("Phone", WorkPhone), ("Mobile", CellPhone),
            ("Home Phone", HomePhone), ("Other Phone", OtherPhone), ("Fax", OrganizationFax),
            ("Mailing Street", Address1), ("Mailing City", City), ("Mailing State", State), ("Mailing Zip", PostalCode),
            ("Mailing Country", CountryCode), ("Twitter", TwitterScreenName),
        ],
        nothing: &[],
        marks: &[
            "Account Name.id", "Contact Owner.id", "Modified By.id", "Reporting To.id", "Asst Phone", "Unsubscribed Mode", "Mailing Zip",
        ],
        shared: &[],
    },
    Export {
        system: System::Salesforce,
        names: &[
            ("Contact ID", ExternalId), ("Case Safe Contact ID", ExternalId), ("Id", ExternalId), ("Salutation", Salutation), ("First Name", FirstName),
            ("Middle Name", MiddleName), ("Last Name", LastName), ("Title", Title),
            ("Account ID", OrganizationExternalId), ("Account Name", OrganizationName),
            ("Email", WorkEmail), ("Phone", WorkPhone), ("Business Phone", WorkPhone), ("Mobile", CellPhone), ("Mobile Phone", CellPhone),
            ("Home Phone", HomePhone), ("Other Phone", OtherPhone), ("Account Phone", OrganizationPhone), ("Account Fax", OrganizationFax),
            ("Mailing Street", Address1), ("Mailing Address Line 1", Address1), ("Mailing Address Line 2", Address2), ("Mailing City", City),
            ("Mailing State/Province", State), ("Mailing State", State), ("Mailing Zip/Postal Code", PostalCode),
            ("Mailing Postal Code", PostalCode), ("Mailing Country", CountryCode), ("Mailing Country Code", CountryCode),
            ("Industry", OrganizationIndustry), ("Annual Revenue", OrganizationRevenue), ("Employees", OrganizationEmployeeCount),
            ("Website", OrganizationWebsites),
        ],
        nothing: &[],
        marks: &[
            "Contact ID", "Account ID", "Account Owner", "Mailing State/Province", "Mailing Zip/Postal Code", "OwnerId",
            "SystemModstamp", "Reports To",
        ],
        shared: &["Account Name", "Contact Owner", "Lead Source", "Mailing Street", "Mailing City", "Mailing Country"],
    },
    Export {
        system: System::HubSpot,
        names: &[
            ("Record ID", ExternalId), ("Record ID - Contact", ExternalId), ("Contact ID", ExternalId), ("First Name", FirstName), ("Last Name", LastName),
            ("Email", WorkEmail), ("Work Email", WorkEmail), ("Phone Number", WorkPhone), ("Mobile Phone Number", CellPhone), ("WhatsApp Phone Number", WhatsAppNumber),
            ("Job Title", Title), ("Salutation", Salutation), ("Company Name", OrganizationName), ("Primary Company", OrganizationName),
            ("Associated Company", OrganizationName), ("Primary Associated Company ID", OrganizationExternalId),
            ("Associated Company IDs (Primary)", OrganizationExternalId), ("Associated Company ID", OrganizationExternalId), ("Record ID - Company", OrganizationExternalId),
            ("Street Address", Address1), ("City", City), ("State/Region", State), ("Postal Code", PostalCode), ("Country/Region", CountryCode),
            ("Country/Region Code", CountryCode), ("Twitter Username", TwitterScreenName),
            ("Website URL", OrganizationWebsites), ("Number of Employees", OrganizationEmployeeCount), ("Annual Revenue", OrganizationRevenue), ("Industry", OrganizationIndustry),
        ],
        nothing: &[],
        marks: &[
            "Record ID", "Record ID - Contact", "Lifecycle Stage", "Lead Status", "Marketing contact status", "Associated Company",
            "Create Date", "Last Activity Date", "Contact owner", "Associated Company IDs (Primary)", "Primary Associated Company ID",
        ],
        shared: &[],
    },
    Export {
        system: System::Pipedrive,
        names: &[
            ("Person - ID", ExternalId), ("Person - First name", FirstName), ("Person - Last name", LastName), ("Person - Name", LastName),
            ("Person - Organization", OrganizationName), ("Person - Organization ID", OrganizationExternalId),
            ("Person - Email - Work", WorkEmail), ("Person - Email - Home", PersonalEmail), ("Person - Email - Other", OtherEmail),
            ("Person - Phone - Work", WorkPhone), ("Person - Phone - Mobile", CellPhone), ("Person - Phone - Home", HomePhone),
            ("Person - Phone - Other", OtherPhone), ("Person - Email", WorkEmail), ("Person - Phone", WorkPhone), ("Person - Job title", Title),
        ],
        nothing: &[],
        marks: &["Person - ID", "Person - Name", "Person - Owner", "Person - Open deals", "Person - Person created"],
        shared: &[],
    },
    Export {
        system: System::Dynamics,
        names: &[
            ("(Do Not Modify) Contact", ExternalId), ("First Name", FirstName), ("Middle Name", MiddleName), ("Last Name", LastName),
            ("Company Name", OrganizationName), ("Job Title", Title), ("Business Phone", WorkPhone), ("Mobile Phone", CellPhone),
            ("Home Phone", HomePhone), ("Email", WorkEmail),
            ("Address 1: Street 1", Address1), ("Address 1: Street 2", Address2), ("Address 1: City", City),
            ("Address 1: State/Province", State), ("Address 1: ZIP/Postal Code", PostalCode), ("Address 1: Country/Region", CountryCode),
        ],
        nothing: &[],
        marks: &["(Do Not Modify) Contact", "(Do Not Modify) Row Checksum", "(Do Not Modify) Modified On"],
        shared: &[],
    },
];
