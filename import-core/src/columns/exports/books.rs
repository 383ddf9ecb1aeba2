//! Books of addresses, and lists of those who subscribed or are connected.

use super::{Export, System};
use crate::columns::field::Field::{
    Address1, Address2, CellPhone, City, CountryCode, ExternalId, ExternalSystemUrl, FirstName,
    HomePhone, LastName, MiddleName, OrganizationName, OrganizationWebsites, OtherEmail,
    OtherPhone, PersonalEmail, PostalCode, Salutation, State, Title, WorkEmail, WorkPhone,
};

#[rustfmt::skip]
pub(super) const EXPORTS: &[Export] = &[
    Export {
        system: System::GoogleContacts,
        names: &[
            ("Name Prefix", Salutation), ("First Name", FirstName), ("Given Name", FirstName), ("Middle Name", MiddleName),
            ("Additional Name", MiddleName), ("Last Name", LastName), ("Family Name", LastName),
            ("Organization Name", OrganizationName), ("Organization 1 - Name", OrganizationName),
            ("Organization Title", Title), ("Organization 1 - Title", Title),
            ("E-mail 1 - Value", WorkEmail), ("E-mail 2 - Value", PersonalEmail), ("E-mail 3 - Value", OtherEmail),
            ("Phone 1 - Value", CellPhone), ("Phone 2 - Value", WorkPhone), ("Phone 3 - Value", HomePhone), ("Phone 4 - Value", OtherPhone),
            ("Address 1 - Street", Address1), ("Address 1 - Extended Address", Address2), ("Address 1 - City", City),
            ("Address 1 - Region", State), ("Address 1 - Postal Code", PostalCode), ("Address 1 - Country", CountryCode),
            ("Website 1 - Value", OrganizationWebsites),
        ],
        nothing: &[],
        marks: &[
            "E-mail 1 - Value", "E-mail 1 - Label", "E-mail 1 - Type", "Phone 1 - Value", "Phone 1 - Label", "Phone 1 - Type",
            "Yomi Name", "Phonetic First Name", "Group Membership", "File As", "Address 1 - Formatted",
        ],
        shared: &[],
    },
    Export {
        system: System::LinkedIn,
        names: &[
            ("First Name", FirstName), ("Last Name", LastName), ("URL", ExternalSystemUrl), ("Email Address", WorkEmail),
            ("Company", OrganizationName), ("Position", Title),
        ],
        nothing: &[],
        marks: &["Connected On"],
        shared: &["Position", "URL"],
    },
    Export {
        system: System::Mailchimp,
        names: &[
            ("LEID", ExternalId), ("Email Address", WorkEmail), ("First Name", FirstName), ("Last Name", LastName),
            ("Address", Address1), ("Phone Number", WorkPhone),
        ],
        // Found out from the address of the computer that the person last used.
        nothing: &["REGION", "CC", "TIMEZONE"],
        marks: &["MEMBER_RATING", "OPTIN_TIME", "LEID", "EUID", "DSTOFF", "GMTOFF"],
        shared: &[],
    },
];
