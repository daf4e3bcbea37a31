//! A patient is found however their name and number are spelled.

use caredesk_tests::{Client, on_both_engines};
use serde_json::json;

async fn found(client: &Client, query: &str) -> Vec<String> {
    let answer = client.post("/customers/search", json!({"query": query})).await.ok();
    answer.each("name").into_iter().map(str::to_owned).collect()
}

/// A family name as it is stored, and what finds it and nobody else.
const NAMES: [(&str, &[&str]); 12] = [
    // Stored composed, decomposed, and with marks in another order.
    ("Nguy\u{1ec5}n", &["Nguye\u{302}\u{303}n", "nguyen", "NGUY\u{1ec4}N", "Nguye\u{303}\u{302}n"]),
    ("O\u{323}kwuo\u{301}sa", &["\u{1ecc}kwu\u{f3}sa", "okwuosa", "O\u{323}KWUO\u{301}SA", "okwuo"]),
    ("\u{c5}ngstr\u{f6}m", &["\u{212b}ngstr\u{f6}m", "A\u{30a}ngstro\u{308}m", "angstrom"]),
    // Arabic, drawn long or not, with and without its vowels.
    ("محـــمود", &["محمود", "مـحـمـود", "مَحْمُود"]),
    ("عَبْدُه", &["عبده", "عـبـده"]),
    // Persian, whose joiner nobody sees.
    ("رضا\u{200c}پور", &["رضاپور", "رضا\u{200d}پور", "\u{202b}رضاپور\u{202c}"]),
    // Turkish, with and without the dot.
    ("\u{130}nc\u{131}o\u{11f}lu", &["incioglu", "INCIOGLU", "I\u{307}nc\u{131}og\u{306}lu", "\u{131}nc\u{131}oğlu"]),
    // German.
    ("Gro\u{df}kopf", &["grosskopf", "GROSSKOPF", "GRO\u{1e9e}KOPF"]),
    // Greek, whose last sigma looks another way.
    ("Παπαδόπουλος", &["παπαδοπουλοσ", "ΠΑΠΑΔΟΠΟΥΛΟΣ", "Παπαδο\u{301}πουλος"]),
    // Korean, in syllables and in letters.
    ("\u{ae40}\u{bbfc}\u{c900}", &["\u{1100}\u{1175}\u{11b7}\u{1106}\u{1175}\u{11ab}\u{110c}\u{116e}\u{11ab}"]),
    // Latin letters as wide as others.
    ("Ｔａｎａｋａ", &["tanaka", "TANAKA", "ｔａｎａｋａ"]),
    // A ligature, and an apostrophe that is none.
    ("Ho\u{fb03}\u{2019}el", &["hoffi'el", "hoffiel", "HOFFI\u{2bc}EL"]),
];

#[tokio::test]
async fn a_name_is_found_in_every_form_it_can_be_written_in() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        for (name, _) in NAMES {
            let stored = agent.post("/customers", json!({"family_name": name})).await.created();
            assert_eq!(stored["family_name"], name, "as it was written");
        }
        for (name, queries) in NAMES {
            for query in queries.iter().chain([&name]) {
                assert_eq!(found(&agent, query).await, [name], "{query}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_former_name_is_found_in_every_form_too() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        agent
            .post("/customers", json!({"family_name": "Aydın", "former_names": ["S\u{327}ahi\u{307}n Go\u{308}kc\u{327}e"]}))
            .await
            .created();
        for query in ["\u{15e}ahin", "G\u{f6}k\u{e7}e sahin", "sahin aydin", "GÖKÇE AYDIN"] {
            assert_eq!(found(&agent, query).await, ["Aydın"], "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_number_is_found_in_digits_as_wide_as_others_and_among_marks_nobody_sees() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        agent.post("/customers", json!({"family_name": "Bello", "phone": "0803 123 4581"})).await.created();
        agent.post("/customers", json!({"family_name": "Eze", "phone": "0803 123 4582"})).await.created();
        for query in [
            "０８０３ １２３ ４５８１",
            "＋２３４８０３１２３４５８１",
            "（０８０３）１２３－４５８１",
            "４５８１",
            "\u{202a}+234 803 123 4581\u{202c}",
            "0803\u{a0}123\u{2011}4581",
            "0803\u{2009}123\u{2013}4581",
            "bello ４５８１",
        ] {
            assert_eq!(found(&agent, query).await, ["Bello"], "{query}");
        }
    })
    .await;
}
