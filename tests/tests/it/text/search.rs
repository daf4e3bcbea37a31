//! Customers are found in every spelling of name and number.

use caredesk_tests::{Client, on_both_engines};
use serde_json::json;

async fn found(client: &Client, query: &str) -> Vec<String> {
    let answer = client.post("/customers/search", json!({"query": query})).await.ok();
    answer.each("name").into_iter().map(str::to_owned).collect()
}

/// A family name as stored, and queries that find it and no other.
const NAMES: [(&str, &[&str]); 12] = [
    // Stored composed, decomposed, and with marks in another order.
    ("Nguy\u{1ec5}n", &["Nguye\u{302}\u{303}n", "nguyen", "NGUY\u{1ec4}N", "Nguye\u{303}\u{302}n"]),
    ("O\u{323}kwuo\u{301}sa", &["\u{1ecc}kwu\u{f3}sa", "okwuosa", "O\u{323}KWUO\u{301}SA", "okwuo"]),
    ("\u{c5}ngstr\u{f6}m", &["\u{212b}ngstr\u{f6}m", "A\u{30a}ngstro\u{308}m", "angstrom"]),
    // Arabic, with and without tatweel and vowel marks.
    ("محـــمود", &["محمود", "مـحـمـود", "مَحْمُود"]),
    ("عَبْدُه", &["عبده", "عـبـده"]),
    // Persian, with an invisible joiner.
    ("رضا\u{200c}پور", &["رضاپور", "رضا\u{200d}پور", "\u{202b}رضاپور\u{202c}"]),
    // Turkish dotted and dotless i.
    ("\u{130}nc\u{131}o\u{11f}lu", &["incioglu", "INCIOGLU", "I\u{307}nc\u{131}og\u{306}lu", "\u{131}nc\u{131}oğlu"]),
    // German.
    ("Gro\u{df}kopf", &["grosskopf", "GROSSKOPF", "GRO\u{1e9e}KOPF"]),
    // Greek final sigma.
    ("Παπαδόπουλος", &["παπαδοπουλοσ", "ΠΑΠΑΔΟΠΟΥΛΟΣ", "Παπαδο\u{301}πουλος"]),
    // Korean, composed syllables and jamo.
    ("\u{ae40}\u{bbfc}\u{c900}", &["\u{1100}\u{1175}\u{11b7}\u{1106}\u{1175}\u{11ab}\u{110c}\u{116e}\u{11ab}"]),
    // Full-width Latin letters.
    ("Ｔａｎａｋａ", &["tanaka", "TANAKA", "ｔａｎａｋａ"]),
    // A ligature, and look-alikes of the apostrophe.
    ("Ho\u{fb03}\u{2019}el", &["hoffi'el", "hoffiel", "HOFFI\u{2bc}EL"]),
];

#[tokio::test]
async fn search_customers_by_name_finds_every_unicode_form() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        for (name, _) in NAMES {
            let stored = agent.post("/customers", json!({"family_name": name})).await.created();
            assert_eq!(stored["family_name"], name, "as written");
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
async fn search_customers_by_former_name_finds_every_unicode_form() {
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
async fn search_customers_by_phone_ignores_full_width_and_invisible_chars() {
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
