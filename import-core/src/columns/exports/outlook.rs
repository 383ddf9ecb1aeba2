//! Outlook, in each language.

use super::{Export, System};
use crate::columns::field::Field::{
    Address1, Address2, CellPhone, City, CountryCode, FirstName, HomePhone, LastName, MiddleName,
    OrganizationFax, OrganizationName, OrganizationPhone, OrganizationWebsites, OtherEmail,
    OtherPhone, PersonalEmail, PostalCode, Salutation, State, Title, WorkEmail, WorkPhone,
};

#[rustfmt::skip]
pub(super) const EXPORTS: &[Export] = &[
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
        nothing: &[],
        marks: &[
            "E-mail Display Name", "E-mail 2 Address", "Business Street", "Business Postal Code", "Business Country/Region",
            "Company Main Phone", "Assistant's Phone", "Radio Phone", "Government ID Number",
        ],
        shared: &[],
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
        nothing: &[],
        marks: &[
            "英文称谓", "电子邮件显示名称", "电子邮件 2 地址", "商务地址 街道", "商务地址 邮政编码", "商务地址 国家/地区", "单位主要电话", "助理的电话",
            "身份证编号",
        ],
        shared: &[],
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
        nothing: &[],
        marks: &[
            "電子郵件顯示名稱", "電子郵件 2 地址", "商務 - 街", "商務 - 郵遞區號", "商務 - 國家/地區", "公司代表線", "助理電話", "身份證字號",
        ],
        shared: &[],
    },
    Export {
        system: System::Outlook,
        names: &[
            ("Anrede", Salutation), ("Vorname", FirstName), ("Weitere Vornamen", MiddleName), ("Nachname", LastName),
            ("Firma", OrganizationName), ("Position", Title),
            ("Straße geschäftlich", Address1), ("Straße geschäftlich 2", Address2), ("Ort geschäftlich", City),
            ("Region geschäftlich", State), ("Postleitzahl geschäftlich", PostalCode), ("Land/Region geschäftlich", CountryCode),
            ("Straße privat", Address1), ("Straße privat 2", Address2), ("Ort privat", City), ("Bundesland/Kanton privat", State),
            ("Postleitzahl privat", PostalCode), ("Land/Region privat", CountryCode),
            ("Telefon geschäftlich", WorkPhone), ("Mobiltelefon", CellPhone), ("Telefon (privat)", HomePhone),
            ("Weiteres Telefon", OtherPhone), ("Telefon geschäftlich 2", OtherPhone), ("Telefon (privat 2)", OtherPhone),
            ("Haupttelefon", OtherPhone), ("Telefon Firma", OrganizationPhone), ("Fax geschäftlich", OrganizationFax),
            ("E-Mail-Adresse", WorkEmail), ("E-Mail 2: Adresse", PersonalEmail), ("E-Mail 3: Adresse", OtherEmail),
            ("Webseite", OrganizationWebsites),
        ],
        nothing: &[],
        marks: &[
            "E-Mail-Typ", "E-Mail: Angezeigter Name", "E-Mail 2: Adresse", "Straße geschäftlich", "Postleitzahl geschäftlich",
            "Telefon Assistent", "Reisekilometer", "Vertraulichkeit",
        ],
        shared: &[],
    },
    Export {
        system: System::Outlook,
        names: &[
            ("Titre", Salutation), ("Prénom", FirstName), ("Deuxième prénom", MiddleName), ("Nom", LastName),
            ("Société", OrganizationName), ("Profession", Title),
            ("Rue (bureau)", Address1), ("Rue (bureau) 2", Address2), ("Ville (bureau)", City), ("Dép/Région (bureau)", State),
            ("Code postal (bureau)", PostalCode), ("Pays/Région (bureau)", CountryCode),
            ("Rue (domicile)", Address1), ("Rue (domicile) 2", Address2), ("Ville (domicile)", City), ("Dép/Région (domicile)", State),
            ("Code postal (domicile)", PostalCode), ("Pays/Région (domicile)", CountryCode),
            ("Téléphone (bureau)", WorkPhone), ("Tél. mobile", CellPhone), ("Téléphone (domicile)", HomePhone),
            ("Téléphone (autre)", OtherPhone), ("Téléphone 2 (bureau)", OtherPhone), ("Téléphone 2 (domicile)", OtherPhone),
            ("Téléphone principal", OtherPhone), ("Téléphone société", OrganizationPhone), ("Télécopie (bureau)", OrganizationFax),
            ("Adresse de messagerie", WorkEmail), ("Adresse de messagerie 2", PersonalEmail), ("Adresse de messagerie 3", OtherEmail),
            ("Page Web", OrganizationWebsites),
        ],
        nothing: &[],
        marks: &[
            "Adresse de messagerie", "Type de messagerie", "Rue (bureau)", "Code postal (bureau)", "Téléphone société",
            "Télécopie (bureau)",
        ],
        shared: &[],
    },
];
