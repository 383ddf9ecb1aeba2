//! The names of countries: what a column called "Country" holds.
//!
//! Codes and short names of ISO 3166-1, and the English and Chinese names of Unicode CLDR 48 (simplified, traditional, and
//! as in Hong Kong), with what files have besides, those of neighbours in German and French among it.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

/// The two letters of the country that a trimmed text names, in either case: by its code of three letters or by one of
/// its names. Also of countries without phones of their own.
pub(crate) fn code_of(text: &str) -> Option<&'static str> {
    // What is known is all in lower case.
    NAMES.get(text.to_lowercase().as_str()).copied()
}

/// Whether a text is the two capitals of a country.
pub(crate) fn is_code(text: &str) -> bool {
    TABLE.lines().any(|line| line.get(..2) == Some(text))
}

static NAMES: LazyLock<HashMap<&'static str, &'static str, FixedState>> = LazyLock::new(|| {
    let of_line = |line: &'static str| {
        let (code, names) = line.split_once(' ').unwrap_or_default();
        names.split('|').map(move |name| (name, code))
    };
    TABLE.lines().flat_map(of_line).collect()
});

/// A line for each country: its code of two letters, that of three, and its names in lower case.
const TABLE: &str = "\
AC asc|ascension island|阿森松岛|阿森松島
AD and|andorra|安道尔|安道爾
AE are|united arab emirates|uae|阿拉伯联合酋长国|阿拉伯聯合大公國|阿拉伯聯合酋長國|阿联酋|阿聯酋
AF afg|afghanistan|阿富汗
AG atg|antigua & barbuda|antigua and barbuda|安提瓜和巴布达|安地卡及巴布達|安提瓜和巴布達
AI aia|anguilla|安圭拉|安奎拉
AL alb|albania|阿尔巴尼亚|阿爾巴尼亞
AM arm|armenia|亚美尼亚|亞美尼亞
AO ago|angola|安哥拉
AQ ata|antarctica|南极洲|南極洲
AR arg|argentina|阿根廷
AS asm|american samoa|美属萨摩亚|美屬薩摩亞
AT aut|austria|österreich|autriche|奥地利|奧地利
AU aus|australia|澳大利亚|澳洲|澳大利亞
AW abw|aruba|阿鲁巴|荷屬阿魯巴|阿魯巴
AX ala|åland islands|aland islands|奥兰群岛|奧蘭群島
AZ aze|azerbaijan|阿塞拜疆|亞塞拜然|亞塞拜疆
BA bih|bosnia & herzegovina|bosnia and herzegovina|bosnia|波斯尼亚和黑塞哥维那|波士尼亞與赫塞哥維納|波斯尼亞和黑塞哥維那
BB brb|barbados|巴巴多斯|巴貝多
BD bgd|bangladesh|孟加拉国|孟加拉
BE bel|belgium|belgien|belgique|比利时|比利時
BF bfa|burkina faso|布基纳法索|布吉納法索|布基納法索
BG bgr|bulgaria|保加利亚|保加利亞
BH bhr|bahrain|巴林
BI bdi|burundi|布隆迪|蒲隆地
BJ ben|benin|贝宁|貝南|貝寧
BL blm|st. barthélemy|st. barthelemy|saint barthélemy|saint barthelemy|圣巴泰勒米|聖巴瑟米|聖巴泰勒米
BM bmu|bermuda|百慕大|百慕達
BN brn|brunei|brunei darussalam|文莱|汶萊
BO bol|bolivia|bolivia, plurinational state of|玻利维亚|玻利維亞
BQ bes|caribbean netherlands|bonaire, sint eustatius and saba|荷属加勒比区|荷蘭加勒比區
BR bra|brazil|brasil|巴西
BS bhs|bahamas|the bahamas|巴哈马|巴哈馬
BT btn|bhutan|不丹
BV bvt|bouvet island|布韦岛|布威島|鮑威特島
BW bwa|botswana|博茨瓦纳|波札那|博茨瓦納
BY blr|belarus|白俄罗斯|白俄羅斯
BZ blz|belize|伯利兹|貝里斯|伯利茲
CA can|canada|加拿大
CC cck|cocos (keeling) islands|cocos islands|科科斯（基林）群岛|科克斯（基靈）群島|科科斯 (基林) 群島
CD cod|congo - kinshasa|congo, the democratic republic of the|democratic republic of the congo|dr congo|刚果（金）|剛果（金夏沙）|刚果民主共和国
CF caf|central african republic|中非共和国|中非共和國
CG cog|congo - brazzaville|congo|republic of the congo|刚果（布）|剛果（布拉薩）
CH che|switzerland|schweiz|suisse|svizzera|瑞士
CI civ|côte d'ivoire|cote d'ivoire|ivory coast|科特迪瓦|象牙海岸
CK cok|cook islands|库克群岛|庫克群島
CL chl|chile|智利
CM cmr|cameroon|喀麦隆|喀麥隆
CN chn|china|people's republic of china|prc|p.r. china|pr china|mainland china|中国|中國|中国大陆|中国内地|中國大陸|中华人民共和国
CO col|colombia|哥伦比亚|哥倫比亞
CR cri|costa rica|哥斯达黎加|哥斯大黎加|哥斯達黎加
CU cub|cuba|古巴
CV cpv|cape verde|cabo verde|佛得角|維德角
CW cuw|curaçao|curacao|库拉索|庫拉索
CX cxr|christmas island|圣诞岛|聖誕島
CY cyp|cyprus|塞浦路斯|賽普勒斯
CZ cze|czechia|czech republic|tschechien|捷克|捷克共和国
DE deu|germany|deutschland|allemagne|德国|德國
DJ dji|djibouti|吉布提|吉布地
DK dnk|denmark|dänemark|丹麦|丹麥
DM dma|dominica|多米尼克
DO dom|dominican republic|多米尼加共和国|多明尼加共和國|多米尼加共和國
DZ dza|algeria|阿尔及利亚|阿爾及利亞
EC ecu|ecuador|厄瓜多尔|厄瓜多|厄瓜多爾
EE est|estonia|爱沙尼亚|愛沙尼亞
EG egy|egypt|埃及
EH esh|western sahara|西撒哈拉
ER eri|eritrea|厄立特里亚|厄利垂亞|厄立特里亞
ES esp|spain|españa|espana|spanien|espagne|西班牙
ET eth|ethiopia|埃塞俄比亚|衣索比亞|埃塞俄比亞
FI fin|finland|芬兰|芬蘭
FJ fji|fiji|斐济|斐濟
FK flk|falkland islands|falkland islands (malvinas)|福克兰群岛|福克蘭群島
FM fsm|micronesia|micronesia, federated states of|密克罗尼西亚|密克羅尼西亞
FO fro|faroe islands|法罗群岛|法羅群島
FR fra|france|frankreich|法国|法國
GA gab|gabon|加蓬|加彭
GB gbr|united kingdom|uk|u.k.|great britain|england|scotland|wales|northern ireland|vereinigtes königreich|großbritannien|grossbritannien|royaume-uni|英国|英國|英格兰
GD grd|grenada|格林纳达|格瑞那達|格林納達
GE geo|georgia|格鲁吉亚|喬治亞|格魯吉亞
GF guf|french guiana|法属圭亚那|法屬圭亞那
GG ggy|guernsey|根西岛|根息
GH gha|ghana|加纳|迦納|加納
GI gib|gibraltar|直布罗陀|直布羅陀
GL grl|greenland|格陵兰|格陵蘭
GM gmb|gambia|the gambia|冈比亚|甘比亞|岡比亞
GN gin|guinea|几内亚|幾內亞
GP glp|guadeloupe|瓜德罗普|瓜地洛普
GQ gnq|equatorial guinea|赤道几内亚|赤道幾內亞
GR grc|greece|希腊|希臘
GS sgs|south georgia & south sandwich islands|south georgia and south sandwich islands|south georgia and the south sandwich islands|南乔治亚和南桑威奇群岛|南喬治亞與南三明治群島|南佐治亞島與南桑威奇群島
GT gtm|guatemala|危地马拉|瓜地馬拉|危地馬拉
GU gum|guam|关岛|關島
GW gnb|guinea-bissau|几内亚比绍|幾內亞比索|幾內亞比紹
GY guy|guyana|圭亚那|蓋亞那|圭亞那
HK hkg|hong kong sar china|hong kong|hong kong sar|香港|中国香港特别行政区|中國香港特別行政區|中国香港|中國香港
HM hmd|heard & mcdonald islands|heard and mcdonald islands|heard island and mcdonald islands|赫德岛和麦克唐纳群岛|赫德島及麥唐納群島
HN hnd|honduras|洪都拉斯|宏都拉斯
HR hrv|croatia|克罗地亚|克羅埃西亞|克羅地亞
HT hti|haiti|海地
HU hun|hungary|ungarn|匈牙利
ID idn|indonesia|印度尼西亚|印尼
IE irl|ireland|republic of ireland|爱尔兰|愛爾蘭
IL isr|israel|以色列
IM imn|isle of man|马恩岛|曼島|馬恩島
IN ind|india|印度
IO iot|british indian ocean territory|英属印度洋领地|英屬印度洋領地
IQ irq|iraq|伊拉克
IR irn|iran|iran, islamic republic of|伊朗
IS isl|iceland|冰岛|冰島
IT ita|italy|italia|italien|italie|意大利|義大利
JE jey|jersey|泽西岛|澤西島
JM jam|jamaica|牙买加|牙買加
JO jor|jordan|约旦|約旦
JP jpn|japan|日本
KE ken|kenya|肯尼亚|肯亞|肯尼亞
KG kgz|kyrgyzstan|吉尔吉斯斯坦|吉爾吉斯
KH khm|cambodia|柬埔寨
KI kir|kiribati|基里巴斯|吉里巴斯
KM com|comoros|科摩罗|葛摩|科摩羅
KN kna|st. kitts & nevis|st. kitts and nevis|saint kitts & nevis|saint kitts and nevis|圣基茨和尼维斯|聖克里斯多福及尼維斯|聖基茨和尼維斯
KP prk|north korea|korea, democratic people's republic of|朝鲜|北韓|朝鮮
KR kor|south korea|korea, republic of|korea|republic of korea|韩国|南韓|南韩|韓國
KW kwt|kuwait|科威特
KY cym|cayman islands|开曼群岛|開曼群島
KZ kaz|kazakhstan|哈萨克斯坦|哈薩克
LA lao|laos|lao people's democratic republic|老挝|寮國|老撾
LB lbn|lebanon|黎巴嫩
LC lca|st. lucia|saint lucia|圣卢西亚|聖露西亞|聖盧西亞
LI lie|liechtenstein|列支敦士登|列支敦斯登
LK lka|sri lanka|斯里兰卡|斯里蘭卡
LR lbr|liberia|利比里亚|賴比瑞亞|利比里亞
LS lso|lesotho|莱索托|賴索托|萊索托
LT ltu|lithuania|立陶宛
LU lux|luxembourg|卢森堡|盧森堡
LV lva|latvia|拉脱维亚|拉脫維亞
LY lby|libya|利比亚|利比亞
MA mar|morocco|摩洛哥
MC mco|monaco|摩纳哥|摩納哥
MD mda|moldova|moldova, republic of|摩尔多瓦|摩爾多瓦
ME mne|montenegro|黑山|蒙特內哥羅
MF maf|st. martin|saint martin|saint martin (french part)|法属圣马丁|法屬聖馬丁
MG mdg|madagascar|马达加斯加|馬達加斯加
MH mhl|marshall islands|马绍尔群岛|馬紹爾群島
MK mkd|north macedonia|macedonia|北马其顿|北馬其頓
ML mli|mali|马里|馬利|馬里
MM mmr|myanmar (burma)|myanmar|burma|缅甸|緬甸
MN mng|mongolia|蒙古
MO mac|macao sar china|macao|macau|macau sar|澳门|中国澳门特别行政区|澳門|中國澳門特別行政區|中国澳门|中國澳門
MP mnp|northern mariana islands|北马里亚纳群岛|北馬利安納群島
MQ mtq|martinique|马提尼克|馬丁尼克
MR mrt|mauritania|毛里塔尼亚|茅利塔尼亞|毛里塔尼亞
MS msr|montserrat|蒙特塞拉特|蒙哲臘
MT mlt|malta|马耳他|馬爾他|馬耳他
MU mus|mauritius|毛里求斯|模里西斯|毛里裘斯
MV mdv|maldives|马尔代夫|馬爾地夫|馬爾代夫
MW mwi|malawi|马拉维|馬拉威|馬拉維
MX mex|mexico|méxico|墨西哥
MY mys|malaysia|马来西亚|馬來西亞
MZ moz|mozambique|莫桑比克|莫三比克
NA nam|namibia|纳米比亚|納米比亞
NC ncl|new caledonia|新喀里多尼亚|新喀里多尼亞
NE ner|niger|尼日尔|尼日|尼日爾
NF nfk|norfolk island|诺福克岛|諾福克島
NG nga|nigeria|尼日利亚|奈及利亞|尼日利亞
NI nic|nicaragua|尼加拉瓜
NL nld|netherlands|the netherlands|holland|nederland|niederlande|pays-bas|荷兰|荷蘭
NO nor|norway|norwegen|挪威
NP npl|nepal|尼泊尔|尼泊爾
NR nru|nauru|瑙鲁|諾魯|瑙魯
NU niu|niue|纽埃|紐埃島
NZ nzl|new zealand|新西兰|紐西蘭
OM omn|oman|阿曼
PA pan|panama|巴拿马|巴拿馬
PE per|peru|秘鲁|秘魯
PF pyf|french polynesia|法属波利尼西亚|法屬玻里尼西亞|法屬波利尼西亞
PG png|papua new guinea|巴布亚新几内亚|巴布亞紐幾內亞|巴布亞新畿內亞
PH phl|philippines|菲律宾|菲律賓
PK pak|pakistan|巴基斯坦
PL pol|poland|polen|polska|波兰|波蘭
PM spm|st. pierre & miquelon|st. pierre and miquelon|saint pierre & miquelon|saint pierre and miquelon|圣皮埃尔和密克隆群岛|聖皮埃與密克隆群島
PN pcn|pitcairn islands|pitcairn|皮特凯恩群岛|皮特肯群島|皮特凱恩島
PR pri|puerto rico|波多黎各
PS pse|palestinian territories|palestine|palestine, state of|巴勒斯坦|巴勒斯坦领土|巴勒斯坦自治區|巴勒斯坦領土
PT prt|portugal|葡萄牙
PW plw|palau|帕劳|帛琉
PY pry|paraguay|巴拉圭
QA qat|qatar|卡塔尔|卡達|卡塔爾
RE reu|réunion|reunion|留尼汪|留尼旺
RO rou|romania|罗马尼亚|羅馬尼亞
RS srb|serbia|塞尔维亚|塞爾維亞
RU rus|russia|russian federation|俄罗斯|俄羅斯
RW rwa|rwanda|卢旺达|盧安達|盧旺達
SA sau|saudi arabia|沙特阿拉伯|沙烏地阿拉伯|沙地阿拉伯|沙特
SB slb|solomon islands|所罗门群岛|索羅門群島|所羅門群島
SC syc|seychelles|塞舌尔|塞席爾|塞舌爾
SD sdn|sudan|苏丹|蘇丹
SE swe|sweden|schweden|瑞典
SG sgp|singapore|新加坡
SH shn|st. helena|saint helena|saint helena, ascension and tristan da cunha|圣赫勒拿|聖赫勒拿島
SI svn|slovenia|斯洛文尼亚|斯洛維尼亞|斯洛文尼亞
SJ sjm|svalbard & jan mayen|svalbard and jan mayen|斯瓦尔巴和扬马延|挪威屬斯瓦巴及尖棉|斯瓦爾巴特群島及揚馬延島
SK svk|slovakia|斯洛伐克
SL sle|sierra leone|塞拉利昂|獅子山
SM smr|san marino|圣马力诺|聖馬利諾|聖馬力諾
SN sen|senegal|塞内加尔|塞內加爾
SO som|somalia|索马里|索馬利亞|索馬里
SR sur|suriname|苏里南|蘇利南|蘇里南
SS ssd|south sudan|南苏丹|南蘇丹
ST stp|são tomé & príncipe|são tomé and príncipe|sao tome & principe|sao tome and principe|圣多美和普林西比|聖多美普林西比|聖多美和普林西比
SV slv|el salvador|萨尔瓦多|薩爾瓦多
SX sxm|sint maarten|sint maarten (dutch part)|荷属圣马丁|荷屬聖馬丁
SY syr|syria|syrian arab republic|叙利亚|敘利亞
SZ swz|eswatini|swaziland|斯威士兰|史瓦帝尼|斯威士蘭
TA taa|tristan da cunha|特里斯坦-达库尼亚群岛|特里斯坦達庫尼亞群島
TC tca|turks & caicos islands|turks and caicos islands|特克斯和凯科斯群岛|土克斯及開科斯群島|特克斯和凱科斯群島
TD tcd|chad|乍得|查德
TF atf|french southern territories|法属南部领地|法屬南部屬地|法屬南部領地
TG tgo|togo|多哥
TH tha|thailand|泰国|泰國
TJ tjk|tajikistan|塔吉克斯坦|塔吉克
TK tkl|tokelau|托克劳|托克勞群島
TL tls|timor-leste|east timor|东帝汶|東帝汶
TM tkm|turkmenistan|土库曼斯坦|土庫曼
TN tun|tunisia|突尼斯|突尼西亞
TO ton|tonga|汤加|東加|湯加
TR tur|türkiye|turkiye|turkey|土耳其
TT tto|trinidad & tobago|trinidad and tobago|特立尼达和多巴哥|千里達及托巴哥|千里達和多巴哥
TV tuv|tuvalu|图瓦卢|吐瓦魯|圖瓦盧
TW twn|taiwan|taiwan, province of china|台湾|台灣|臺灣|中国台湾|中國台灣
TZ tza|tanzania|tanzania, united republic of|坦桑尼亚|坦尚尼亞|坦桑尼亞
UA ukr|ukraine|乌克兰|烏克蘭
UG uga|uganda|乌干达|烏干達
UM umi|u.s. outlying islands|united states minor outlying islands|美国本土外小岛屿|美國本土外小島嶼
US usa|united states|u.s.|u.s.a.|united states of america|états-unis|vereinigte staaten|美国|美國|美利坚合众国
UY ury|uruguay|乌拉圭|烏拉圭
UZ uzb|uzbekistan|乌兹别克斯坦|烏茲別克
VA vat|vatican city|holy see (vatican city state)|holy see|vatican|梵蒂冈|梵蒂岡
VC vct|st. vincent & grenadines|st. vincent and grenadines|saint vincent & grenadines|saint vincent and grenadines|saint vincent and the grenadines|圣文森特和格林纳丁斯|聖文森及格瑞那丁|聖文森特和格林納丁斯
VE ven|venezuela|venezuela, bolivarian republic of|委内瑞拉|委內瑞拉
VG vgb|british virgin islands|virgin islands, british|英属维尔京群岛|英屬維京群島|英屬維爾京群島
VI vir|u.s. virgin islands|virgin islands, u.s.|us virgin islands|美属维尔京群岛|美屬維京群島|美屬維爾京群島
VN vnm|vietnam|viet nam|越南
VU vut|vanuatu|瓦努阿图|萬那杜|瓦努阿圖
WF wlf|wallis & futuna|wallis and futuna|瓦利斯和富图纳|瓦利斯群島和富圖那群島
WS wsm|samoa|萨摩亚|薩摩亞
XK xkx|kosovo|科索沃
YE yem|yemen|也门|葉門|也門
YT myt|mayotte|马约特|馬約特島|馬約特
ZA zaf|south africa|南非
ZM zmb|zambia|赞比亚|尚比亞|贊比亞
ZW zwe|zimbabwe|津巴布韦|辛巴威|津巴布韋";

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use rlibphonenumber::PHONE_NUMBER_UTIL;

    use super::{TABLE, code_of, is_code};

    #[test]
    fn countries_are_known_by_what_people_write() {
        for (text, code) in [
            ("DEU", "DE"),
            ("Germany", "DE"),
            ("GERMANY", "DE"),
            ("Deutschland", "DE"),
            ("德国", "DE"),
            ("德國", "DE"),
            ("usa", "US"),
            ("United States", "US"),
            ("United States of America", "US"),
            ("美国", "US"),
            ("UK", "GB"),
            ("England", "GB"),
            ("CHN", "CN"),
            ("China", "CN"),
            ("中国", "CN"),
            ("France", "FR"),
            ("法国", "FR"),
            ("South Korea", "KR"),
            ("Korea, Republic of", "KR"),
            ("Taiwan", "TW"),
            ("台湾", "TW"),
            ("Hong Kong", "HK"),
            ("香港", "HK"),
            ("Czechia", "CZ"),
            ("Czech Republic", "CZ"),
            ("Bosnia and Herzegovina", "BA"),
            ("Côte d'Ivoire", "CI"),
            ("CÔTE D'IVOIRE", "CI"),
            ("Antarctica", "AQ"),
            ("Frankreich", "FR"),
            ("Großbritannien", "GB"),
            ("États-Unis", "US"),
            ("Pays-Bas", "NL"),
            ("Polska", "PL"),
        ] {
            assert_eq!(code_of(text), Some(code), "{text}");
        }
        for text in ["", "DE", "Utopia", "Germany, Berlin", "germ", "|", "中"] {
            assert_eq!(code_of(text), None, "{text}");
        }
        assert!(is_code("DE") && is_code("AQ"));
        assert!(!is_code("de") && !is_code("ZZ") && !is_code("D") && !is_code(""));
    }

    #[test]
    fn every_country_with_phones_is_there_once() {
        let codes: HashSet<&str> = TABLE.lines().map(|line| &line[..2]).collect();
        assert_eq!(codes.len(), TABLE.lines().count());
        let mut regions = PHONE_NUMBER_UTIL.get_supported_regions();
        assert!(regions.all(|region| codes.contains(region.as_region_str().as_str())));
    }

    #[test]
    fn no_name_is_that_of_two_countries_and_all_can_be_found() {
        let mut seen = HashSet::new();
        for line in TABLE.lines() {
            let (code, names) = line.split_once(' ').unwrap();
            let names: Vec<&str> = names.split('|').collect();
            assert_eq!((code.len(), names[0].len()), (2, 3), "{code}");
            assert!(names.len() >= 3, "{code} has a name in both languages");
            for name in names {
                assert!(seen.insert(name), "{name}");
                assert_eq!((name.trim(), &*name.to_lowercase()), (name, name));
                assert_eq!(code_of(&name.to_uppercase()), Some(code), "{name}");
            }
        }
    }
}
