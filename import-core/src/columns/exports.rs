//! The programs whose exports are known by the names of their columns. The names are facts of those programs, as their
//! documentation and files made by them have them; its tests hold whole headers.

use super::field::Field::{
    self, Address1, Address2, CellPhone, City, CountryCode, ExternalId, FirstName, HomePhone,
    LastName, MiddleName, OrganizationEmployeeCount, OrganizationExternalId, OrganizationFax,
    OrganizationIndustry, OrganizationName, OrganizationPhone, OrganizationRevenue,
    OrganizationWebsites, OtherEmail, OtherPhone, PersonalEmail, PostalCode, Salutation, State,
    Title, TwitterScreenName, WhatsAppNumber, WorkEmail, WorkPhone,
};
use super::names::plain;

/// A program whose export a file looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum System {
    Outlook,
    GoogleContacts,
    Salesforce,
    HubSpot,
    Genesys,
    GenesysLegacy,
}

impl System {
    /// Its name, which is the same in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Outlook => "Outlook",
            Self::GoogleContacts => "Google Contacts",
            Self::Salesforce => "Salesforce",
            Self::HubSpot => "HubSpot",
            Self::Genesys => "Genesys Cloud",
            Self::GenesysLegacy => "Genesys Cloud (legacy)",
        }
    }
}

/// One program's export, in one language and edition.
pub(super) struct Export {
    pub(super) system: System,
    /// What its columns feed. Of two names of one field the first goes first.
    pub(super) names: &'static [(&'static str, Field)],
    /// Columns that it has and hardly another file; two of them give it away. They need not be of use.
    marks: &'static [&'static str],
}

/// The export that a file looks like, by the plain names of its columns: of several the one with most marks.
pub(super) fn recognise(names: &[String]) -> Option<&'static Export> {
    let marks = |export: &Export| {
        let marks = export.marks.iter();
        marks.filter(|mark| names.contains(&plain(mark))).count()
    };
    let mut best = None;
    for export in EXPORTS {
        let count = marks(export);
        if count >= 2 && best.is_none_or(|(most, _)| most < count) {
            best = Some((count, export));
        }
    }
    best.map(|(_, export)| export)
}

#[rustfmt::skip]
const EXPORTS: &[Export] = &[
    Export {
        system: System::Outlook,
        // `Title` is the courtesy title there, `Job Title` what a person does.
        names: &[
            ("Title", Salutation), ("First Name", FirstName), ("Middle Name", MiddleName), ("Last Name", LastName),
            ("Company", OrganizationName), ("Job Title", Title),
            ("Business Street", Address1), ("Business Street 2", Address2), ("Business City", City),
            ("Business State", State), ("Business Postal Code", PostalCode), ("Business Country/Region", CountryCode),
            ("Business Country", CountryCode),
            ("Home Street", Address1), ("Home Street 2", Address2), ("Home City", City), ("Home State", State),
            ("Home Postal Code", PostalCode), ("Home Country/Region", CountryCode), ("Home Country", CountryCode),
            ("Business Phone", WorkPhone), ("Mobile Phone", CellPhone), ("Home Phone", HomePhone), ("Other Phone", OtherPhone),
            ("Business Phone 2", OtherPhone), ("Home Phone 2", OtherPhone), ("Primary Phone", OtherPhone),
            ("Company Main Phone", OrganizationPhone), ("Business Fax", OrganizationFax),
            ("E-mail Address", WorkEmail), ("E-mail 2 Address", PersonalEmail), ("E-mail 3 Address", OtherEmail),
            ("Web Page", OrganizationWebsites),
        ],
        marks: &[
            "E-mail Display Name", "E-mail 2 Address", "Business Street", "Business Postal Code", "Business Country/Region",
            "Company Main Phone", "Assistant's Phone", "Radio Phone", "Government ID Number",
        ],
    },
    Export {
        system: System::Outlook,
        names: &[
            ("英文称谓", Salutation), ("称谓", Salutation), ("中文称谓", Salutation), ("名", FirstName), ("中间名", MiddleName), ("姓", LastName),
            ("单位", OrganizationName), ("职务", Title),
            ("商务地址 街道", Address1), ("商务地址 街道 2", Address2), ("商务地址 市/县", City), ("商务地址 省/市/自治区", State),
            ("商务地址 邮政编码", PostalCode), ("商务地址 国家/地区", CountryCode),
            ("住宅地址 街道", Address1), ("住宅地址 街道 2", Address2), ("住宅地址 市/县", City), ("住宅地址 省/市/自治区", State),
            ("住宅地址 邮政编码", PostalCode), ("住宅地址 国家/地区", CountryCode),
            ("商务电话", WorkPhone), ("移动电话", CellPhone), ("住宅电话", HomePhone), ("其他电话", OtherPhone),
            ("商务电话 2", OtherPhone), ("住宅电话 2", OtherPhone), ("主要电话", OtherPhone),
            ("单位主要电话", OrganizationPhone), ("商务传真", OrganizationFax),
            ("电子邮件地址", WorkEmail), ("电子邮件 2 地址", PersonalEmail), ("电子邮件 3 地址", OtherEmail),
            ("网页", OrganizationWebsites),
        ],
        marks: &[
            "英文称谓", "电子邮件显示名称", "电子邮件 2 地址", "商务地址 街道", "商务地址 邮政编码", "商务地址 国家/地区", "单位主要电话", "助理的电话",
            "身份证编号",
        ],
    },
    Export {
        system: System::Outlook,
        names: &[
            ("頭銜", Salutation), ("稱謂", Salutation), ("名字", FirstName), ("中間名", MiddleName), ("姓氏", LastName),
            ("公司", OrganizationName), ("職稱", Title),
            ("商務 - 街", Address1), ("商務 - 街 2", Address2), ("商務 - 市/鎮", City), ("商務 - 縣/市", State),
            ("商務 - 郵遞區號", PostalCode), ("商務 - 國家/地區", CountryCode),
            ("住家 - 街", Address1), ("住家 - 街 2", Address2), ("住家 - 市/鎮", City), ("住家 - 縣/市", State),
            ("住家 - 郵遞區號", PostalCode), ("住家 - 國家/地區", CountryCode),
            ("商務電話", WorkPhone), ("行動電話", CellPhone), ("住家電話", HomePhone), ("其他電話", OtherPhone),
            ("商務電話 2", OtherPhone), ("住家電話 2", OtherPhone), ("代表電話", OtherPhone),
            ("公司代表線", OrganizationPhone), ("商務傳真", OrganizationFax),
            ("電子郵件地址", WorkEmail), ("電子郵件 2 地址", PersonalEmail), ("電子郵件 3 地址", OtherEmail),
            ("網頁", OrganizationWebsites),
        ],
        marks: &[
            "電子郵件顯示名稱", "電子郵件 2 地址", "商務 - 街", "商務 - 郵遞區號", "商務 - 國家/地區", "公司代表線", "助理電話", "身份證字號",
        ],
    },
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
        marks: &[
            "E-mail 1 - Value", "E-mail 1 - Label", "E-mail 1 - Type", "Phone 1 - Value", "Phone 1 - Label", "Phone 1 - Type",
            "Yomi Name", "Phonetic First Name", "Group Membership", "File As", "Address 1 - Formatted",
        ],
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
        marks: &[
            "Account Name", "Account ID", "Account Owner", "Contact Owner", "Lead Source", "Mailing Street", "Mailing City",
            "Mailing State/Province", "Mailing Zip/Postal Code", "Mailing Country", "OwnerId", "SystemModstamp", "Reports To",
        ],
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
        marks: &[
            "Record ID", "Record ID - Contact", "Lifecycle Stage", "Lead Status", "Marketing contact status", "Associated Company",
            "Create Date", "Last Activity Date", "Contact owner", "Associated Company IDs (Primary)", "Primary Associated Company ID",
        ],
    },
    Export {
        system: System::Genesys,
        // Its names are the fields' own.
        names: &[],
        marks: &[
            "External Organization External ID", "External Organization Name", "Work Phone Accepts SMS", "Cell Phone Accepts SMS",
            "Work Phone Country Code", "Survey Opt Out", "External System URL", "Twitter Screen Name", "Line Display Name",
            "WhatsApp Display Name", "workPhone.display", "externalIds[0].value", "externalOrganization.externalIds[0].value",
            "externalOrganization.name", "externalSystemUrl",
        ],
    },
    Export {
        system: System::GenesysLegacy,
        // The rest of its names are ours behind `Contact` or `Account`.
        names: &[("Contact ID", ExternalId), ("Account ID", OrganizationExternalId)],
        marks: &["Contact ID", "Contact First Name", "Contact Last Name", "Account ID", "Account Name"],
    },
];

#[cfg(test)]
mod tests;
