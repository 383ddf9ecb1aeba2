//! Outlook, in its languages.

use super::check_export;
use crate::columns::Field;
use crate::columns::exports::System;

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
