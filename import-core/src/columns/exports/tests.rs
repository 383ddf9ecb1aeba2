//! Whole headers, as the programs write them, and what they have to become.

use super::System;
use crate::columns::suggest::tests::{advised, check};
use crate::columns::{Advice, Confidence, Doubt, Field, Reason};

/// A whole header, and the columns of it that are suggested something, in its order; nothing else is.
#[track_caller]
fn check_export(system: System, header: &str, expected: &[(&str, Field)]) {
    let columns: Vec<(&str, &[&str])> = header
        .split(',')
        .map(|name| (name, [].as_slice()))
        .collect();
    let found = advised(&columns);
    assert_eq!(found.system, Some(system));
    let found: Vec<(&str, Field)> = columns
        .iter()
        .zip(&found.columns)
        .filter_map(|((name, _), advice)| match advice {
            Advice::Suggested(suggestion) => Some((*name, suggestion.field)),
            _ => None,
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn outlook_in_english() {
    check_export(
        System::Outlook,
        "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business Street 2,\
         Business Street 3,Business City,Business State,Business Postal Code,Business Country/Region,Home Street,\
         Home Street 2,Home Street 3,Home City,Home State,Home Postal Code,Home Country/Region,Other Street,Other Street 2,\
         Other Street 3,Other City,Other State,Other Postal Code,Other Country/Region,Assistant's Phone,Business Fax,\
         Business Phone,Business Phone 2,Callback,Car Phone,Company Main Phone,Home Fax,Home Phone,Home Phone 2,ISDN,\
         Mobile Phone,Other Fax,Other Phone,Pager,Primary Phone,Radio Phone,TTY/TDD Phone,Telex,Account,Anniversary,\
         Assistant's Name,Billing Information,Birthday,Business Address PO Box,Categories,Children,Directory Server,\
         E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,E-mail 2 Type,E-mail 2 Display Name,\
         E-mail 3 Address,E-mail 3 Type,E-mail 3 Display Name,Gender,Government ID Number,Hobby,Home Address PO Box,\
         Initials,Internet Free Busy,Keywords,Language,Location,Manager's Name,Mileage,Notes,Office Location,\
         Organizational ID Number,Other Address PO Box,Priority,Private,Profession,Referred By,Sensitivity,Spouse,User 1,\
         User 2,User 3,User 4,Web Page",
        &[
            ("Title", Field::Salutation),
            ("First Name", Field::FirstName),
            ("Middle Name", Field::MiddleName),
            ("Last Name", Field::LastName),
            ("Company", Field::OrganizationName),
            ("Job Title", Field::Title),
            ("Business Street", Field::Address1),
            ("Business Street 2", Field::Address2),
            ("Business City", Field::City),
            ("Business State", Field::State),
            ("Business Postal Code", Field::PostalCode),
            ("Business Country/Region", Field::CountryCode),
            ("Business Fax", Field::OrganizationFax),
            ("Business Phone", Field::WorkPhone),
            ("Company Main Phone", Field::OrganizationPhone),
            ("Home Phone", Field::HomePhone),
            ("Mobile Phone", Field::CellPhone),
            ("Other Phone", Field::OtherPhone),
            ("E-mail Address", Field::WorkEmail),
            ("E-mail 2 Address", Field::PersonalEmail),
            ("E-mail 3 Address", Field::OtherEmail),
            ("Web Page", Field::OrganizationWebsites),
        ],
    );
}

#[test]
fn outlook_in_simplified_chinese() {
    check_export(
        System::Outlook,
        "英文称谓,名,中间名,姓,中文称谓,单位,部门,职务,商务地址 街道,商务地址 街道 2,商务地址 街道 3,商务地址 市/县,\
         商务地址 省/市/自治区,商务地址 邮政编码,商务地址 国家/地区,住宅地址 街道,住宅地址 街道 2,住宅地址 街道 3,住宅地址 市/县,\
         住宅地址 省/市/自治区,住宅地址 邮政编码,住宅地址 国家/地区,助理的电话,商务传真,商务电话,商务电话 2,回电话,车载电话,\
         单位主要电话,住宅传真,住宅电话,住宅电话 2,ISDN,移动电话,其他传真,其他电话,寻呼机,主要电话,无绳电话,TTY/TDD 电话,电报,\
         Internet 忙闲,办公地点,地点,电子邮件地址,电子邮件类型,电子邮件显示名称,电子邮件 2 地址,电子邮件 2 类型,电子邮件 2 显示名,\
         电子邮件 3 地址,电子邮件 3 类型,电子邮件 3 显示名,附注,工作证号码,关键词,记帐信息,纪念日,经理姓名,类别,里程,敏感度,\
         目录服务器,配偶,身份证编号,生日,私有,缩写,网页,性别,业余爱好,引用者,用户 1,优先级,语言,帐户,职业,子女",
        &[
            ("英文称谓", Field::Salutation),
            ("名", Field::FirstName),
            ("中间名", Field::MiddleName),
            ("姓", Field::LastName),
            ("单位", Field::OrganizationName),
            ("职务", Field::Title),
            ("商务地址 街道", Field::Address1),
            ("商务地址 街道 2", Field::Address2),
            ("商务地址 市/县", Field::City),
            ("商务地址 省/市/自治区", Field::State),
            ("商务地址 邮政编码", Field::PostalCode),
            ("商务地址 国家/地区", Field::CountryCode),
            ("商务传真", Field::OrganizationFax),
            ("商务电话", Field::WorkPhone),
            ("单位主要电话", Field::OrganizationPhone),
            ("住宅电话", Field::HomePhone),
            ("移动电话", Field::CellPhone),
            ("其他电话", Field::OtherPhone),
            ("电子邮件地址", Field::WorkEmail),
            ("电子邮件 2 地址", Field::PersonalEmail),
            ("电子邮件 3 地址", Field::OtherEmail),
            ("网页", Field::OrganizationWebsites),
        ],
    );
}

#[test]
fn outlook_in_traditional_chinese() {
    check_export(
        System::Outlook,
        "頭銜,名字,中間名,姓氏,稱謂,公司,部門,職稱,商務 - 街,商務 - 街 2,商務 - 街 3,商務 - 市/鎮,商務 - 縣/市,商務 - 郵遞區號,\
         商務 - 國家/地區,住家 - 街,住家 - 街 2,住家 - 市/鎮,住家 - 縣/市,住家 - 郵遞區號,住家 - 國家/地區,助理電話,商務傳真,商務電話,\
         商務電話 2,回撥電話,汽車電話,公司代表線,住家傳真,住家電話,住家電話 2,ISDN,行動電話,其他傳真,其他電話,呼叫器,代表電話,\
         無線電話,TTY/TDD 電話,Telix,子女,生日,地點,身份證字號,電子郵件地址,電子郵件類型,電子郵件顯示名稱,電子郵件 2 地址,\
         電子郵件 2 類型,電子郵件 2 顯示名稱,電子郵件 3 地址,電子郵件 3 類型,電子郵件 3 顯示名稱,網頁,語言,辦公室",
        &[
            ("頭銜", Field::Salutation),
            ("名字", Field::FirstName),
            ("中間名", Field::MiddleName),
            ("姓氏", Field::LastName),
            ("公司", Field::OrganizationName),
            ("職稱", Field::Title),
            ("商務 - 街", Field::Address1),
            ("商務 - 街 2", Field::Address2),
            ("商務 - 市/鎮", Field::City),
            ("商務 - 縣/市", Field::State),
            ("商務 - 郵遞區號", Field::PostalCode),
            ("商務 - 國家/地區", Field::CountryCode),
            ("商務傳真", Field::OrganizationFax),
            ("商務電話", Field::WorkPhone),
            ("公司代表線", Field::OrganizationPhone),
            ("住家電話", Field::HomePhone),
            ("行動電話", Field::CellPhone),
            ("其他電話", Field::OtherPhone),
            ("電子郵件地址", Field::WorkEmail),
            ("電子郵件 2 地址", Field::PersonalEmail),
            ("電子郵件 3 地址", Field::OtherEmail),
            ("網頁", Field::OrganizationWebsites),
        ],
    );
}

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

/// What is suggested of each column with a value, in order: field, confidence and doubt.
#[track_caller]
fn check_values(
    columns: &[(&str, &[&str])],
    expected: &[Option<(Field, Confidence, Option<Doubt>)>],
) {
    let found = advised(columns).columns;
    let found: Vec<_> = columns
        .iter()
        .zip(found)
        .filter(|((name, _), _)| name.ends_with("Value"))
        .map(|(_, advice)| match advice {
            Advice::Suggested(found) => Some((found.field, found.confidence, found.doubt)),
            _ => None,
        })
        .collect();
    assert_eq!(found, expected);
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
fn outlook_in_german() {
    check_export(
        System::Outlook,
        "Anrede,Vorname,Weitere Vornamen,Nachname,Suffix,Firma,Abteilung,Position,Straße geschäftlich,\
         Straße geschäftlich 2,Straße geschäftlich 3,Ort geschäftlich,Region geschäftlich,\
         Postleitzahl geschäftlich,Land/Region geschäftlich,Straße privat,Straße privat 2,Straße privat 3,\
         Ort privat,Bundesland/Kanton privat,Postleitzahl privat,Land/Region privat,Weitere Straße,\
         Weitere Straße 2,Weitere Straße 3,Weiterer Ort,Weiteres/e Bundesland/Kanton,Weitere Postleitzahl,\
         Weiteres/e Land/Region,Telefon Assistent,Fax geschäftlich,Telefon geschäftlich,Telefon geschäftlich 2,\
         Rückmeldung,Autotelefon,Telefon Firma,Fax privat,Telefon (privat),Telefon (privat 2),ISDN,Mobiltelefon,\
         Weiteres Fax,Weiteres Telefon,Pager,Haupttelefon,Mobiltelefon 2,Telefon für Hörbehinderte,Telex,\
         Abrechnungsinformation,Benutzer 1,Benutzer 2,Benutzer 3,Benutzer 4,Beruf,Büro,E-Mail-Adresse,E-Mail-Typ,\
         E-Mail: Angezeigter Name,E-Mail 2: Adresse,E-Mail 2: Typ,E-Mail 2: Angezeigter Name,E-Mail 3: Adresse,\
         E-Mail 3: Typ,E-Mail 3: Angezeigter Name,Empfohlen von,Geburtstag,Geschlecht,Hobby,Initialen,\
         Internet Frei/Gebucht,Jahrestag,Kategorien,Kinder,Konto,Name Assistent,Name des/der Vorgesetzten,Notizen,\
         Organisations-Nr.,Ort,Partner,Postfach geschäftlich,Postfach privat,Priorität,Privat,Regierungs-Nr.,\
         Reisekilometer,Sprache,Stichwörter,Vertraulichkeit,Verzeichnisserver,Webseite,Weiteres Postfach",
        &[
            ("Anrede", Field::Salutation),
            ("Vorname", Field::FirstName),
            ("Weitere Vornamen", Field::MiddleName),
            ("Nachname", Field::LastName),
            ("Firma", Field::OrganizationName),
            ("Position", Field::Title),
            ("Straße geschäftlich", Field::Address1),
            ("Straße geschäftlich 2", Field::Address2),
            ("Ort geschäftlich", Field::City),
            ("Region geschäftlich", Field::State),
            ("Postleitzahl geschäftlich", Field::PostalCode),
            ("Land/Region geschäftlich", Field::CountryCode),
            ("Fax geschäftlich", Field::OrganizationFax),
            ("Telefon geschäftlich", Field::WorkPhone),
            ("Telefon Firma", Field::OrganizationPhone),
            ("Telefon (privat)", Field::HomePhone),
            ("Mobiltelefon", Field::CellPhone),
            ("Weiteres Telefon", Field::OtherPhone),
            ("E-Mail-Adresse", Field::WorkEmail),
            ("E-Mail 2: Adresse", Field::PersonalEmail),
            ("E-Mail 3: Adresse", Field::OtherEmail),
            ("Webseite", Field::OrganizationWebsites),
        ],
    );
}

#[test]
fn outlook_in_french() {
    check_export(
        System::Outlook,
        "Titre,Prénom,Deuxième prénom,Nom,Suffixe,Société,Service,Profession,Rue (bureau),Rue (bureau) 2,\
         Rue (bureau) 3,Ville (bureau),Dép/Région (bureau),Code postal (bureau),Pays/Région (bureau),\
         Rue (domicile),Rue (domicile) 2,Rue (domicile) 3,Ville (domicile),Dép/Région (domicile),\
         Code postal (domicile),Pays/Région (domicile),Rue (autre),Rue (autre) 2,Rue (autre) 3,Ville (autre),\
         Dép/Région (autre),Code postal (autre),Pays/Région (autre),Téléphone de l'assistant(e),\
         Télécopie (bureau),Téléphone (bureau),Téléphone 2 (bureau),Rappel,Téléphone (voiture),Téléphone société,\
         Télécopie (domicile),Téléphone (domicile),Téléphone 2 (domicile),RNIS,Tél. mobile,Télécopie (autre),\
         Téléphone (autre),Récepteur de radiomessagerie,Téléphone principal,Radio téléphone,Téléphone TDD/TTY,\
         Télex,Adresse de messagerie,Type de messagerie,Nom complet de l'adresse de messagerie,\
         Adresse de messagerie 2,Type de messagerie 2,Nom complet de l'adresse de messagerie 2,\
         Adresse de messagerie 3,Anniversaire,Anniversaire de mariage ou fête,Bureau,Catégories,Centres d'intérêt,\
         Code gouvernement,Compte,Conjoint(e),Critère de diffusion,Emplacement,Enfants,Informations facturation,\
         Initiales,Kilométrage,Langue,Mots clés,Notes,Page Web,Priorité,Privé,Sexe,Utilisateur 1",
        &[
            ("Titre", Field::Salutation),
            ("Prénom", Field::FirstName),
            ("Deuxième prénom", Field::MiddleName),
            ("Nom", Field::LastName),
            ("Société", Field::OrganizationName),
            ("Profession", Field::Title),
            ("Rue (bureau)", Field::Address1),
            ("Rue (bureau) 2", Field::Address2),
            ("Ville (bureau)", Field::City),
            ("Dép/Région (bureau)", Field::State),
            ("Code postal (bureau)", Field::PostalCode),
            ("Pays/Région (bureau)", Field::CountryCode),
            ("Télécopie (bureau)", Field::OrganizationFax),
            ("Téléphone (bureau)", Field::WorkPhone),
            ("Téléphone société", Field::OrganizationPhone),
            ("Téléphone (domicile)", Field::HomePhone),
            ("Tél. mobile", Field::CellPhone),
            ("Téléphone (autre)", Field::OtherPhone),
            ("Adresse de messagerie", Field::WorkEmail),
            ("Adresse de messagerie 2", Field::PersonalEmail),
            ("Adresse de messagerie 3", Field::OtherEmail),
            ("Page Web", Field::OrganizationWebsites),
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
