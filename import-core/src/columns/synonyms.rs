//! Other names of the columns: what people write, in English and Chinese.
//!
//! Names are compared by their letters and digits alone, so one spelling stands for `E-mail`, `e_mail`
//! and `EMail`. Simplified and traditional characters are different names.

use super::field::Field::{
    self, Address1, Address2, CellPhone, City, CountryCode, ExternalId, ExternalSystemUrl,
    FacebookId, FirstName, HomePhone, InstagramHandle, LastName, LineId, MiddleName,
    OrganizationAddress1, OrganizationCompanyType, OrganizationEmployeeCount,
    OrganizationExternalId, OrganizationFax, OrganizationIndustry, OrganizationName,
    OrganizationPhone, OrganizationRevenue, OrganizationTags, OrganizationTickers,
    OrganizationWebsites, OtherEmail, OtherPhone, PersonalEmail, PostalCode, Salutation, State,
    SurveyOptOut, Title, TwitterScreenName, WhatsAppNumber, WorkEmail, WorkPhone,
    WorkPhoneExtension,
};

/// Names in common use. A name may stand for several fields; then the first that is free gets it.
#[rustfmt::skip]
pub(super) const SYNONYMS: &[(Field, &[&str])] = &[
    (ExternalId, &[
        "ID", "External Key", "Customer ID", "Customer Number", "Customer No", "Client ID", "Contact ID", "Member ID",
        "Member Number", "Membership Number", "Person ID", "Record ID", "CRM ID", "User ID", "Employee ID", "Account Number",
        "编号", "编码", "外部ID", "外部编号", "客户编号", "客户ID", "客户号", "会员号", "会员编号", "联系人ID", "联系人编号", "用户ID", "工号",
        "編號", "外部編號", "客戶編號", "客戶ID", "會員編號", "聯絡人編號",
    ]),
    (FirstName, &["Given Name", "Forename", "Christian Name", "First", "FName", "名", "名字", "名（名字）"]),
    (MiddleName, &["Additional Name", "Middle", "Middle Initial", "Second Name", "MName", "中间名", "中間名"]),
    (LastName, &["Family Name", "Surname", "Last", "LName", "姓", "姓氏"]),
    (LastName, &["Name", "Full Name", "Contact Name", "Display Name", "Customer Name", "姓名", "全名", "联系人", "联系人姓名", "客户姓名", "聯絡人", "聯絡人姓名", "客戶姓名"]),
    (Salutation, &["Prefix", "Name Prefix", "Courtesy Title", "Honorific", "Mr/Ms", "称呼", "称谓", "尊称", "稱呼", "稱謂"]),
    (Title, &["Job Title", "Position", "Role", "Designation", "Function", "职位", "职务", "头衔", "岗位", "職位", "職務", "頭銜", "職稱"]),
    (WorkPhone, &[
        "Phone", "Phone Number", "Telephone", "Telephone Number", "Tel", "Tel.", "Phone 1", "Phone (work)", "Work Telephone",
        "Work Tel", "Business Phone", "Business Telephone", "Office Phone", "Office Number", "Work Number", "Work Phone Number",
        "Company Phone", "Direct Phone", "Landline", "电话", "电话号码", "联系电话", "工作电话", "办公电话", "单位电话", "公司电话",
        "座机", "固定电话", "固话", "電話", "電話號碼", "聯絡電話", "工作電話", "辦公電話", "公司電話",
    ]),
    (CellPhone, &[
        "Mobile", "Mobile Phone", "Mobile Number", "Mobile Phone Number", "Mobile Telephone", "Cell", "Cellphone", "Cell Number",
        "Cell Phone Number", "Cellular", "Phone (mobile)", "Phone (cell)", "Handphone", "Phone 2", "Primary Phone", "手机", "手机号", "手机号码", "移动电话",
        "手機", "手機號碼", "行動電話", "流動電話",
    ]),
    (CellPhone, &["Phone", "Phone Number", "Telephone", "电话", "联系电话", "電話", "聯絡電話"]),
    (HomePhone, &["Home Telephone", "Home Tel", "Home Number", "Home Phone Number", "Phone (home)", "Private Phone", "Phone 3", "家庭电话", "住宅电话", "家里电话", "宅电", "家庭電話", "住宅電話", "住家電話"]),
    (OtherPhone, &["Alternate Phone", "Alternative Phone", "Secondary Phone", "Other Telephone", "Additional Phone", "Phone (other)", "Phone 4", "Business Phone 2", "其他电话", "备用电话", "其他電話", "備用電話"]),
    (WorkPhoneExtension, &["Extension", "Ext", "Ext.", "Phone Extension", "Work Extension", "分机", "分机号", "分機", "分機號碼"]),
    (WorkEmail, &[
        "Email", "E-mail Address", "Mail", "Email 1", "Primary Email", "Business Email", "Office Email", "Company Email", "Corporate Email",
        "Work Email Address", "Email (work)", "邮箱", "邮件", "电子邮件", "电子邮箱", "邮箱地址", "电邮", "工作邮箱", "工作邮件", "公司邮箱", "企业邮箱", "办公邮箱",
        "郵箱", "電子郵件", "電子郵箱", "電郵", "電郵地址", "工作郵箱", "公司郵箱", "工作電郵",
    ]),
    (PersonalEmail, &["Private Email", "Home Email", "Personal Email Address", "Email (personal)", "Email (home)", "Email 2", "E-mail 2 Address", "个人邮箱", "私人邮箱", "个人邮件", "個人郵箱", "私人郵箱", "個人電郵"]),
    (PersonalEmail, &["Email", "E-mail Address", "Secondary Email", "Alternate Email", "邮箱", "电子邮件", "郵箱", "電子郵件"]),
    (OtherEmail, &["Alternate Email", "Alternative Email", "Secondary Email", "Additional Email", "Email (other)", "Email 3", "E-mail 3 Address", "其他邮箱", "备用邮箱", "其他郵箱", "備用郵箱"]),
    (Address1, &["Address", "Street", "Street Address", "Address Line 1", "Mailing Address", "Postal Address", "Street 1", "Home Address", "地址", "地址1", "详细地址", "联系地址", "街道", "通讯地址", "詳細地址", "聯絡地址", "通訊地址"]),
    (Address2, &["Address Line 2", "Street 2", "Apt", "Apartment", "Suite", "Unit", "地址2", "门牌号", "門牌"]),
    (City, &["Town", "Locality", "City/Town", "Suburb", "城市", "市", "所在城市", "縣市"]),
    (State, &["Province", "State/Province", "Region", "County", "State/Region", "省", "省份", "省/自治区", "州", "省/州", "州省"]),
    (PostalCode, &["Zip", "Zip Code", "Postcode", "Post Code", "Zip/Postal Code", "邮编", "邮政编码", "郵編", "郵遞區號", "郵政編碼"]),
    (CountryCode, &["Country", "Country/Region", "Nation", "Country ISO", "ISO Country", "国家", "国家代码", "国家/地区", "國家", "國家代碼", "國家/地區"]),
    (TwitterScreenName, &["Twitter", "Twitter Handle", "Twitter Username", "X Handle", "推特", "推特账号"]),
    (LineId, &["LINE", "LINE User ID"]),
    (WhatsAppNumber, &["WhatsApp", "WhatsApp Phone", "WhatsApp Phone Number"]),
    (FacebookId, &["Facebook", "Facebook User ID", "脸书", "臉書"]),
    (InstagramHandle, &["Instagram", "Instagram Username"]),
    (SurveyOptOut, &["Opt Out", "Do Not Survey", "No Surveys", "拒绝调查", "不参与调查", "拒絕調查"]),
    (ExternalSystemUrl, &["CRM URL", "CRM Link", "Record URL", "Profile URL", "外部系统链接", "外部系統連結"]),
    (OrganizationExternalId, &[
        "Organization ID", "Organisation ID", "Company ID", "Account ID", "Organization External ID", "Org ID", "Business ID",
        "公司ID", "公司编号", "单位编号", "组织ID", "组织编号", "企业编号", "公司編號", "組織編號", "企業編號",
    ]),
    (OrganizationName, &[
        "Company", "Company Name", "Organization", "Organisation", "Organization Name", "Organisation Name", "Account Name", "Account",
        "Employer", "Business Name", "Firm", "公司", "公司名称", "单位", "单位名称", "工作单位", "组织", "组织名称", "企业", "企业名称",
        "公司名稱", "單位", "單位名稱", "組織", "組織名稱", "企業名稱",
    ]),
    (OrganizationCompanyType, &["Company Type", "Organization Type", "Account Type", "公司类型", "企业类型", "公司類型"]),
    (OrganizationIndustry, &["Industry", "Sector", "行业", "所属行业", "行業", "產業"]),
    (OrganizationPhone, &["Company Main Phone", "Main Phone", "Switchboard", "Organization Phone", "总机", "總機"]),
    (OrganizationFax, &["Fax", "Fax Number", "Business Fax", "Company Fax", "传真", "傳真"]),
    (OrganizationAddress1, &["Company Address", "Organization Address", "公司地址", "单位地址", "單位地址"]),
    (OrganizationEmployeeCount, &["Employees", "Number of Employees", "Employee Count", "Headcount", "员工人数", "员工数", "員工人數"]),
    (OrganizationRevenue, &["Revenue", "Annual Revenue", "年收入", "营业额", "營業額"]),
    (OrganizationTags, &["Company Tags", "Organization Tags", "公司标签", "公司標籤"]),
    (OrganizationWebsites, &["Website", "Websites", "Web Site", "Web Page", "Company Website", "Website URL", "Homepage", "网站", "公司网站", "网址", "官网", "網站", "公司網站", "網址"]),
    (OrganizationTickers, &["Ticker", "Ticker Symbol", "Stock Symbol", "股票代码", "股票代碼"]),
];
