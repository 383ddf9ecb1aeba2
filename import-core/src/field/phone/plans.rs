//! The numbering plans that are read without the library: the commonest shapes of the commonest countries.
//!
//! Found by asking the library about every beginning of four digits, and of five where two islands share a range; the tests of
//! [`quick`](super::quick) ask it again, so that new metadata cannot go another way unnoticed.

/// What is known of one calling code.
#[derive(Debug)]
pub(super) struct Plan {
    /// Without the plus.
    pub(super) calling_code: &'static str,
    /// The regions whose national spellings are read by this plan.
    pub(super) regions: &'static [&'static str],
    /// What is dialled before a number inside the country; may be empty.
    pub(super) trunk: &'static str,
    /// The known kinds of number.
    pub(super) numbers: &'static [Numbers],
}

/// Numbers that are written alike.
#[derive(Debug)]
pub(super) struct Numbers {
    /// The region they belong to; numbers that are possible but not assigned belong to the plan's first.
    pub(super) region: &'static str,
    /// How the national digits are grouped for people; one `#` for each.
    pub(super) shape: &'static str,
    /// How many digits.
    pub(super) digits: usize,
    /// Their first five digits, in order, both ends included.
    pub(super) beginnings: &'static [(u32, u32)],
}

/// Every plan; no calling code is the beginning of another.
#[rustfmt::skip]
pub(super) const PLANS: &[Plan] = &[
    Plan { calling_code: "1", regions: &["US", "CA"], trunk: "1", numbers: &[
        Numbers { region: "US", shape: "###-###-####", digits: 10, beginnings: &[
            (20000, 20399), (20500, 22599), (22700, 23599), (23700, 24199), (24300, 24599),
            (24700, 24899), (25100, 25699), (25800, 26299), (26500, 26799), (26900, 27299),
            (27400, 28399), (28500, 28899), (29000, 30599), (30700, 33999), (34100, 34299),
            (34400, 34499), (34600, 35399), (35500, 36499), (36600, 36699), (36900, 38199),
            (38300, 40299), (40400, 41599), (41700, 41799), (41900, 42799), (42900, 43099),
            (43200, 43699), (43900, 44099), (44200, 44999), (45100, 46799), (46900, 47299),
            (47500, 50599), (50700, 51399), (51500, 51899), (52000, 54799), (54900, 57899),
            (58000, 58099), (58200, 58399), (58500, 58699), (58800, 59999), (60100, 60399),
            (60500, 61299), (61400, 62199), (62300, 63299), (63400, 63899), (64000, 64699),
            (64800, 64899), (65000, 65799), (65900, 66399), (66500, 66999), (67300, 68299),
            (68500, 70499), (70600, 70899), (71000, 72099), (72200, 74199), (74300, 75299),
            (75400, 75799), (75900, 76699), (76800, 77799), (77900, 77999), (78100, 78199),
            (78300, 78399), (78500, 78699), (78800, 80699), (80800, 80899), (81000, 81899),
            (82000, 82499), (82600, 82899), (83000, 84899), (85000, 86699), (87000, 87299),
            (87400, 87599), (87700, 87899), (88000, 90199), (90300, 90499), (90600, 93899),
            (94000, 94199), (94300, 99999),
        ] },
        Numbers { region: "CA", shape: "###-###-####", digits: 10, beginnings: &[
            (20420, 20499), (22620, 22699), (23620, 23699), (24920, 24999), (25020, 25099),
            (25720, 25799), (26320, 26399), (27320, 27399), (28920, 28999), (30620, 30699),
            (34320, 34399), (35420, 35499), (36520, 36599), (36720, 36799), (36820, 36899),
            (38220, 38299), (40320, 40399), (41620, 41699), (41820, 41899), (42820, 42899),
            (43120, 43199), (43720, 43799), (43820, 43899), (45020, 45099), (46820, 46899),
            (47420, 47499), (50620, 50699), (51420, 51499), (51920, 51999), (54820, 54899),
            (57920, 57999), (58120, 58199), (58420, 58499), (58720, 58799), (60020, 60099),
            (60420, 60499), (61320, 61399), (62220, 62299), (63320, 63399), (63920, 63999),
            (64720, 64799), (67220, 67299), (68320, 68399), (70520, 70599), (70920, 70999),
            (74220, 74299), (75320, 75399), (77820, 77899), (78020, 78099), (78220, 78299),
            (80720, 80799), (81920, 81999), (82520, 82599), (86720, 86799), (87320, 87399),
            (87920, 87999), (90220, 90299), (90520, 90599), (94220, 94299),
        ] },
        Numbers { region: "AG", shape: "###-###-####", digits: 10, beginnings: &[(26820, 26899)] },
        Numbers { region: "AI", shape: "###-###-####", digits: 10, beginnings: &[(26420, 26499)] },
        Numbers { region: "AS", shape: "###-###-####", digits: 10, beginnings: &[(68420, 68499)] },
        Numbers { region: "BB", shape: "###-###-####", digits: 10, beginnings: &[(24620, 24699)] },
        Numbers { region: "BM", shape: "###-###-####", digits: 10, beginnings: &[(44120, 44199)] },
        Numbers { region: "BS", shape: "###-###-####", digits: 10, beginnings: &[(24220, 24299)] },
        Numbers { region: "DM", shape: "###-###-####", digits: 10, beginnings: &[(76720, 76799)] },
        Numbers { region: "DO", shape: "###-###-####", digits: 10, beginnings: &[(80920, 80999), (82920, 82999), (84920, 84999)] },
        Numbers { region: "GD", shape: "###-###-####", digits: 10, beginnings: &[(47320, 47399)] },
        Numbers { region: "GU", shape: "###-###-####", digits: 10, beginnings: &[(67120, 67199)] },
        Numbers { region: "JM", shape: "###-###-####", digits: 10, beginnings: &[(65820, 65899), (87620, 87699)] },
        Numbers { region: "KN", shape: "###-###-####", digits: 10, beginnings: &[(86920, 86999)] },
        Numbers { region: "KY", shape: "###-###-####", digits: 10, beginnings: &[(34520, 34599)] },
        Numbers { region: "LC", shape: "###-###-####", digits: 10, beginnings: &[(75820, 75899)] },
        Numbers { region: "MP", shape: "###-###-####", digits: 10, beginnings: &[(67020, 67099)] },
        Numbers { region: "MS", shape: "###-###-####", digits: 10, beginnings: &[(66420, 66499)] },
        Numbers { region: "PR", shape: "###-###-####", digits: 10, beginnings: &[(78720, 78799), (93920, 93999)] },
        Numbers { region: "SX", shape: "###-###-####", digits: 10, beginnings: &[(72120, 72199)] },
        Numbers { region: "TC", shape: "###-###-####", digits: 10, beginnings: &[(64920, 64999)] },
        Numbers { region: "TT", shape: "###-###-####", digits: 10, beginnings: &[(86820, 86899)] },
        Numbers { region: "VC", shape: "###-###-####", digits: 10, beginnings: &[(78420, 78499)] },
        Numbers { region: "VG", shape: "###-###-####", digits: 10, beginnings: &[(28420, 28499)] },
        Numbers { region: "VI", shape: "###-###-####", digits: 10, beginnings: &[(34020, 34099)] },
    ] },
    Plan { calling_code: "44", regions: &["GB"], trunk: "0", numbers: &[
        Numbers { region: "GB", shape: "#### ######", digits: 10, beginnings: &[
            (73000, 74575), (74577, 75089), (75100, 75239), (75250, 75999), (77000, 77002),
            (77004, 77006), (77009, 77809), (77820, 77969), (77980, 78289), (78300, 78389),
            (78400, 79110), (79112, 79116), (79118, 79369), (79380, 79999),
        ] },
        Numbers { region: "GB", shape: "## #### ####", digits: 10, beginnings: &[
            (20000, 20199), (20300, 20499), (20700, 20899), (23000, 23199), (23800, 24199),
            (24700, 24799), (28000, 28499), (28600, 29299),
        ] },
        Numbers { region: "GB", shape: "### ### ####", digits: 10, beginnings: &[
            (11300, 11359), (11380, 11389), (11400, 11459), (11500, 11529), (11560, 11649),
            (11700, 11749), (11790, 11849), (11890, 11899), (12100, 12179), (13100, 13189),
            (14100, 14199), (15100, 15199), (16100, 16199), (19100, 19199),
        ] },
    ] },
    Plan { calling_code: "86", regions: &["CN"], trunk: "", numbers: &[
        Numbers { region: "CN", shape: "### #### ####", digits: 11, beginnings: &[
            (13000, 13999), (14500, 14599), (14700, 14799), (15000, 15399), (15500, 15999),
            (16100, 16109), (16200, 16299), (16500, 16799), (17000, 17399), (17500, 17899),
            (18000, 19399), (19500, 19999),
        ] },
    ] },
    Plan { calling_code: "33", regions: &["FR"], trunk: "0", numbers: &[
        Numbers { region: "FR", shape: "# ## ## ## ##", digits: 9, beginnings: &[
            (10000, 26199), (26300, 39999), (41000, 58999), (59100, 59399), (59500, 63899),
            (64000, 68999), (69500, 69599), (69800, 69999), (73000, 79999), (90000, 99999),
        ] },
    ] },
    Plan { calling_code: "49", regions: &["DE"], trunk: "0", numbers: &[
        Numbers { region: "DE", shape: "### ########", digits: 11, beginnings: &[
            (16000, 16099), (16200, 16499), (16800, 17999),
        ] },
        Numbers { region: "DE", shape: "#### #######", digits: 11, beginnings: &[
            (15100, 15299), (15700, 15799), (15900, 15999),
        ] },
        Numbers { region: "DE", shape: "### #######", digits: 10, beginnings: &[
            (16000, 16099), (16200, 16499), (16800, 17999),
        ] },
    ] },
    Plan { calling_code: "91", regions: &["IN"], trunk: "0", numbers: &[
        Numbers { region: "IN", shape: "##### #####", digits: 10, beginnings: &[
            (60000, 61099), (63560, 64119), (64800, 65119), (68700, 70999), (72000, 73119),
            (73470, 73919), (73980, 75119), (75570, 75899), (76580, 77009), (77080, 78799),
            (79600, 80199), (80800, 81619), (81680, 82019), (82480, 83119), (83280, 83619),
            (83680, 86119), (86680, 87019), (87070, 87719), (87880, 88319), (88480, 89129),
            (89180, 99999),
        ] },
    ] },
    Plan { calling_code: "61", regions: &["AU"], trunk: "0", numbers: &[
        Numbers { region: "AU", shape: "### ### ###", digits: 9, beginnings: &[
            (40000, 44099), (44400, 44499), (44700, 45299), (45400, 47099), (47200, 47919),
            (48000, 48339), (48360, 49539), (49600, 49649), (49700, 49999),
        ] },
        Numbers { region: "AU", shape: "# #### ####", digits: 9, beginnings: &[
            (20000, 23899), (24000, 24109), (24200, 25199), (25300, 25399), (25500, 34599),
            (34700, 34909), (35000, 35999), (36100, 37399), (37500, 39999), (70000, 72899),
            (73000, 75999), (77000, 79999), (85130, 85149), (85500, 85599), (86000, 86899),
            (87000, 89159), (89180, 89189), (89200, 89999),
        ] },
    ] },
    Plan { calling_code: "81", regions: &["JP"], trunk: "0", numbers: &[
        Numbers { region: "JP", shape: "##-####-####", digits: 10, beginnings: &[
            (70100, 70999), (80100, 80999), (90100, 90999),
        ] },
    ] },
    Plan { calling_code: "34", regions: &["ES"], trunk: "", numbers: &[
        Numbers { region: "ES", shape: "### ## ## ##", digits: 9, beginnings: &[
            (60000, 74999), (78000, 78999), (80300, 80399), (80600, 80799), (81000, 82899),
            (83000, 83999), (84100, 86999), (87100, 88899), (90100, 90299), (91000, 92899),
            (93000, 93999), (94100, 96999), (97100, 98899),
        ] },
    ] },
    Plan { calling_code: "39", regions: &["IT"], trunk: "", numbers: &[
        Numbers { region: "IT", shape: "### ### ####", digits: 10, beginnings: &[
            (31000, 39999),
        ] },
    ] },
];
