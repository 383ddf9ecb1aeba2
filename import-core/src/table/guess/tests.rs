use encoding_rs as standard;
use proptest::prelude::*;

use super::*;
use crate::table::{DetectedBy, Detector, detect};

type Standard = &'static standard::Encoding;

/// Names and other values in each encoding of several bytes a character.
const MULTI_BYTE_TEXTS: &[(Standard, &str)] = &[
    (
        standard::GB18030,
        "王小明 李伟 陈静 刘洋 欧阳锋 罗永浩 孙悟空 经理 工程师 北京市海淀区中关村大街27号 上海市浦东新区 人力资源部",
    ),
    (
        standard::BIG5,
        "陳小明 林美麗 黃志強 王建民 許慧欣 鄭成功 經理 工程師 臺北市信義區市府路1號 高雄市前鎮區 業務總監 人力資源處",
    ),
    (
        standard::SHIFT_JIS,
        "田中太郎 佐藤花子 高橋さくら 中村アン タナカ スズキ 部長 エンジニア 東京都千代田区丸の内1-1 株式会社日立製作所",
    ),
    (
        standard::EUC_JP,
        "田中太郎 佐藤花子 高橋さくら 中村アン タナカ スズキ 部長 エンジニア 東京都千代田区丸の内1-1 株式会社日立製作所",
    ),
    (
        standard::EUC_KR,
        "김철수 이영희 박지성 정우성 장동건 한가인 과장 엔지니어 서울특별시 테헤란로152 부산광역시 인사팀 삼성전자",
    ),
];

/// The same in encodings of one byte a character, whose pairs of letters are characters of the others.
const SINGLE_BYTE_TEXTS: &[(Standard, &str)] = &[
    (
        standard::WINDOWS_1252,
        "Jürgen Müller Märkische Königstraße Zoë García Muñoz François Hélène Søren Åsa Bjørn Conceição Gonçalves André café",
    ),
    (
        standard::WINDOWS_1252,
        "Größe Übergröße Hääyöaie Pääkkönen Äyräväinen Hämäläinen Jääskeläinen Määttä Yöpöytä Säästöpankki Désirée créée Kaïïn",
    ),
    (
        standard::WINDOWS_1250,
        "Łukasz Wałęsa Żółć Gdańsk Łódź Wójcik Wiśniewski Dąbrowski Kozłowski Jiří Dvořák Kateřina Nováková Žižka Szőke",
    ),
    (
        standard::WINDOWS_1251,
        "Анна Иванова Пётр Сергеевич Москва Дмитрий Кузнецов Ольга Екатеринбург директор улица Ленина АЛЕКСЕЙ МОРОЗОВ",
    ),
    (
        standard::WINDOWS_1253,
        "Γιώργος Παπαδόπουλος Ελένη Παπαδάκη Κώστας Νικολάου Αθήνα Θεσσαλονίκη Δημητρίου διευθυντής Ιωάννης ΑΘΗΝΑ Ερμού",
    ),
    (
        standard::WINDOWS_1255,
        "דוד כהן שרה לוי ירושלים תל אביב משה רחל אברהם מנהל מהנדס רחוב הרצל יעקב פרץ ביטון מזרחי",
    ),
    (
        standard::WINDOWS_1256,
        "محمد أحمد فاطمة علي القاهرة الرياض عبد الله حسن حسين مدير مهندس شارع الجمهورية خالد يوسف مصطفى إبراهيم",
    ),
    (
        standard::WINDOWS_874,
        "สมชาย ใจดี สมหญิง รักไทย กรุงเทพมหานคร เชียงใหม่ ผู้จัดการ วิศวกร ถนนสุขุมวิท ณัฐพล แขวงคลองเตยเขตคลองเตย บริษัทมหาชนจำกัด",
    ),
    (
        standard::KOI8_R,
        "Анна Иванова Пётр Сергеевич Москва Дмитрий Кузнецов Ольга Екатеринбург директор менеджер улица Ленина Пушкин",
    ),
];

/// What a file has so many rows of, each with two of the words; which ones depends on `seed`.
fn rows(encoding: Standard, text: &str, count: usize, seed: usize) -> Vec<Vec<u8>> {
    let words: Vec<_> = text.split(' ').collect();
    let word = |at: usize| words[at * 7919 % 1013 % words.len()];
    let row = |at: usize| {
        format!(
            "{at},{},{}\r\n",
            word(at * 2 + seed),
            word(at * 2 + 1 + seed)
        )
    };
    (0..count)
        .map(|at| encoding.encode(&row(at)).0.into_owned())
        .collect()
}

/// A character of which only the first byte is left, and what comes behind it.
fn cut(encoding: Standard, text: &str, behind: &str) -> Vec<u8> {
    let whole = encoding.encode(text).0;
    [b"999,", &whole[..3], behind.as_bytes()].concat()
}

#[track_caller]
fn check(bytes: &[u8], encoding: Standard) {
    let found = detect(bytes);
    assert_eq!(
        (found.encoding, found.by),
        (Encoding::of(encoding), DetectedBy::Guess)
    );
    for size in [1, 7] {
        let mut detector = Detector::default();
        bytes.chunks(size).for_each(|piece| detector.feed(piece));
        assert_eq!(detector.finish().unwrap(), found, "in pieces of {size}");
    }
}

#[test]
fn one_cut_character_leaves_the_encoding_what_it_is() {
    for &(encoding, text) in MULTI_BYTE_TEXTS {
        for behind in [
            "\",a\r\n", ",a\r\n", ";a\r\n", "\ta\r\n", "\r\n", "\n", " ,a\n", "",
        ] {
            let rows = rows(encoding, text, 100, 0).concat();
            let cut = cut(encoding, text, behind);
            check(&[&rows[..], &cut[..]].concat(), encoding);
            check(&[&cut[..], b"\n", &rows[..]].concat(), encoding);
        }
    }
}

#[test]
fn cells_that_are_often_cut_leave_the_encoding_what_it_is() {
    for &(encoding, text) in MULTI_BYTE_TEXTS {
        let mut rows = rows(encoding, text, 200, 0);
        for row in rows.iter_mut().step_by(20) {
            row.extend(cut(encoding, text, ",a\r\n"));
        }
        check(&rows.concat(), encoding);
    }
}

#[test]
fn a_file_of_lines_that_end_in_carriage_returns_is_no_single_line() {
    for &(encoding, text) in MULTI_BYTE_TEXTS {
        let mut file = [
            rows(encoding, text, 100, 0).concat(),
            cut(encoding, text, "\",a\r"),
        ]
        .concat();
        file.retain(|byte| *byte != b'\n');
        check(&file, encoding);
    }
}

#[test]
fn a_line_beyond_the_limit_may_be_cut_within_a_character() {
    let file = standard::GB18030
        .encode(&"王小明,".repeat(60_000))
        .0
        .into_owned();
    for start in ["1\r", "12\r"] {
        let file = [
            b"\xcd\xf5\xd0\xa1\xc3\xf7\r".repeat(20),
            start.into(),
            file.clone(),
        ]
        .concat();
        assert_eq!(detect(&file).encoding.name(), "gb18030");
    }
}

#[test]
fn letters_of_other_alphabets_are_no_characters_of_several_bytes() {
    for &(encoding, text) in SINGLE_BYTE_TEXTS {
        for count in [20, 1000] {
            let bytes = rows(encoding, text, count, 0).concat();
            let found = detect(&bytes).encoding;
            assert!(!MULTI_BYTE.contains(&found.name()), "{encoding:?} {found}");
        }
    }
}

#[test]
fn a_few_letters_with_accents_keep_their_guess() {
    let ascii = "1,Smith,Oslo\r\n".repeat(200);
    for few in [
        "Zoë\n",
        "café,Müller\n",
        "Hääyöaie,Määttä\n",
        "créée\nKaïïn\nJosé\n",
        "Ångström,Übergröße\né\n",
    ] {
        let bytes = standard::WINDOWS_1252.encode(few).0;
        check(
            &[ascii.as_bytes(), &bytes, ascii.as_bytes()].concat(),
            standard::WINDOWS_1252,
        );
    }
}

proptest! {
    #[test]
    fn a_cut_character_anywhere_is_no_reason_for_another_encoding(
        which in prop::sample::select(MULTI_BYTE_TEXTS), count in 30_usize..300, seed in 0_usize..1000,
        place in any::<prop::sample::Index>(), behind in prop::sample::select(&["\",a\n", ",a\n", "\n"][..]),
    ) {
        let (encoding, text) = which;
        let mut rows = rows(encoding, text, count, seed);
        rows.insert(place.index(count + 1), cut(encoding, text, behind));
        prop_assert_eq!(detect(&rows.concat()).encoding, Encoding::of(encoding));
    }

    #[test]
    fn only_the_letters_say_whether_a_file_is_western(
        which in prop::sample::select(SINGLE_BYTE_TEXTS), count in 3_usize..60, seed in 0_usize..1000,
    ) {
        let (encoding, text) = which;
        let bytes = rows(encoding, text, count, seed).concat();
        prop_assert_eq!(detect(&bytes).encoding, guess([&bytes[..]]));
    }
}

#[test]
fn a_line_is_shown_in_each_encoding_that_it_may_be_in() {
    let line = standard::WINDOWS_1252.encode("1;Jörg;Müßig\n").0;
    let found = Encoding::from_name("windows-1252").unwrap();
    let readings = readings(&line, found);
    assert_eq!(readings[0], (found, "1;Jörg;Müßig".to_owned()));
    let names: Vec<_> = readings
        .iter()
        .map(|(encoding, _)| encoding.name())
        .collect();
    assert!(
        names.contains(&"windows-1251") && !names.contains(&"UTF-8"),
        "{names:?}"
    );
}
