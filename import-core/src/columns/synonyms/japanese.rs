//! Japanese. What it has in common with Chinese is there.

use super::Language;
use crate::columns::field::Field::{
    Address1, Address2, CellPhone, City, CountryCode, ExternalId, FirstName, HomePhone, LastName,
    OrganizationFax, OrganizationIndustry, OrganizationName, OrganizationWebsites, PersonalEmail,
    PostalCode, State, Title, WorkEmail, WorkPhone,
};

#[rustfmt::skip]
pub(super) const NAMES: Language = Language {
    names: &[
        (ExternalId, "顧客番号|顧客ID|顧客コード|会員番号|社員番号"),
        (FirstName, "名前（名）"),
        (LastName, "氏名|名前|お名前|担当者名"),
        (Title, "役職|肩書|肩書き"),
        (WorkPhone, "電話番号|会社電話|会社電話番号|勤務先電話番号"),
        (CellPhone, "携帯|携帯電話|携帯番号|携帯電話番号"),
        (HomePhone, "自宅電話|自宅電話番号"),
        (WorkEmail, "メール|メールアドレス|Eメール|電子メール|電子メール アドレス"),
        (PersonalEmail, "個人メール|電子メール 2 アドレス"),
        (Address1, "住所|住所1|番地"),
        (Address2, "住所2|建物名"),
        (City, "市区町村|市町村"),
        (State, "都道府県"),
        (PostalCode, "郵便番号"),
        (CountryCode, "国|国名|国コード"),
        (OrganizationName, "会社|会社名|企業名|勤務先|法人名|組織名"),
        (OrganizationIndustry, "業種"),
        (OrganizationFax, "FAX番号|会社 FAX"),
        (OrganizationWebsites, "ホームページ"),
    ],
    shared: "",
};
