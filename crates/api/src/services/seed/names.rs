//! Names as people at a Nigerian desk have them: its own peoples first, then neighbours and those from further away.

use super::rng::Rng;

/// People who name their children alike.
pub(super) struct NameSet {
    /// Names, a comma and a space between them; so are the next two.
    pub(super) women: &'static str,
    pub(super) men: &'static str,
    pub(super) families: &'static str,
    /// The language tags of BCP 47 they may want to be spoken to in, besides English.
    pub(super) languages: &'static [&'static str],
}

/// All cultures, each with how many in a hundred patients are of it.
pub(super) const CULTURES: [(u32, &NameSet); 9] =
    [(28, &YORUBA), (24, &IGBO), (20, &HAUSA), (12, &SOUTHERN), (5, &GHANAIAN), (4, &FRENCH), (3, &EUROPEAN), (2, &LEVANTINE), (2, &ASIAN)];

const YORUBA: NameSet = NameSet {
    women: "Adébísí, Abiola, Adunni, Bisi, Bukola, Damilola, Ebun, Fúnmiláyọ̀, Folake, Foluke, Ibironke, Jumoke, Kẹ́mi, Kehinde, \
        Morẹ́nikẹ́, Mojisola, Olúwaṣeun, Omotola, Ronke, Simisola, Temitope, Titilayo, Yétúndé, Yewande",
    men: "Adébáyọ̀, Adewale, Akin, Ayodele, Babatunde, Bọ́lájí, Dare, Femi, Gbenga, Kayode, Kunle, Lekan, Olumide, Olúṣọlá, Oladele, \
        Rotimi, Segun, Ṣọlá, Taiwo, Tunde, Wale, Wọlé, Yinka",
    families: "Adébáyọ̀, Abiodun, Adegoke, Adeleke, Adeyemi, Afolabi, Ajayi, Akande, Akínwándé, Alabi, Adéyẹmí-Cole, Ayinde, Bakare, \
        Balogun, Bamidele, Coker, Dada, Fagbemi, Fashola, Ogunleye, Ojo, Olátúnjí, Olowu, Oyelaran, Ṣówándé",
    languages: &["yo", "yo-NG", "pcm"],
};

const IGBO: NameSet = NameSet {
    women: "Adaeze, Adaobi, Amaka, Amarachi, Chiamaka, Chidinma, Chioma, Ebere, Ezinne, Ifeoma, Ifẹyịnwa, Kosisochukwu, Nkechi, Nkiruka, \
        Ngọzi, Njideka, Nnenna, Obiageli, Oluchi, Uche, Ugonna, Uju",
    men: "Azubuike, Chidi, Chike, Chukwuemeka, Chinedu, Ebuka, Emeka, Ifeanyi, Ikechukwu, Ikenna, Kelechi, Nnamdi, Obinna, Okechukwu, \
        Onyeka, Tobenna, Ụzọma, Uchenna, Ugochukwu, Zikora",
    families: "Agu, Aniagolu, Anyanwu, Chukwu, Eze, Ezeudu, Ibe, Igwe, Iroegbu, Madụ, Mbah, Ndukwe, Nnadi, Nwachukwu, Nwosu, Obi, \
        Obiọra, Okafor, Okeke, Okonkwo, Okoro, Onyekachi, Orji, Udeh, Uzor",
    languages: &["ig", "ig-NG", "pcm"],
};

const HAUSA: NameSet = NameSet {
    women: "A'isha, Amina, Asabe, Binta, Fatima, Habiba, Hadiza, Halima, Hauwa, Jamila, Khadija, Ladi, Maryam, Nafisa, Rahila, Rakiya, \
        Safiya, Talatu, Zainab, Zulaihat",
    men: "Abdullahi, Abubakar, Aliyu, Aminu, Bashir, Danjuma, Garba, Habibu, Ibrahim, Idris, Isah, Kabiru, Lawal, Mohammed, Musa, \
        Nasiru, Sani, Shehu, Umar, Usman, Yakubu, Yusuf",
    families: "Abdullahi, Abubakar, Adamu, Aliyu, Bala, Bello, Danladi, Dantata, Gambo, Garba, Gwandu, Ibrahim, Jibril, Kano, Lawan, \
        Maikudi, Mohammed, Musa, Ringim, Sule, Tanko, Umar, Wada, Ya'u, Yusuf",
    languages: &["ha", "ha-NG", "pcm"],
};

const SOUTHERN: NameSet = NameSet {
    women: "Arit, Ebiere, Ekaete, Emem, Enobong, Eseoghene, Idara, Itohan, Nsikak, Osarugue, Osasere, Preye, Tonbra, Uduak, Voke",
    men: "Aniekan, Bassey, Ebi, Edidiong, Efe, Effiong, Ekong, Eyo, Nosa, Oghenekaro, Osaze, Tamuno, Timi, Tari, Ubong",
    families: "Akpan, Amadi, Archibong, Asuquo, Briggs, Dokubo, Ebiowei, Edet, Ekwueme, Etim, Igbinedion, Imasuen, Inyang, Iyamu, Odili, \
        Ogbe, Omoruyi, Osagie, Otobo, Udo, Umoh, Wokoma",
    languages: &["efi", "bin", "pcm"],
};

const GHANAIAN: NameSet = NameSet {
    women: "Abena, Adwoa, Akosua, Ama, Efua, Esi, Naa, Serwaa, Yaa",
    men: "Kofi, Kojo, Kwabena, Kwaku, Kwame, Nii, Paa Kwesi, Yaw",
    families: "Acheampong, Addo, Agyeman, Amoako, Asante, Boateng, Mensah, Nyarko, Osei, Owusu, Quaye, Tetteh",
    languages: &["ak", "en-GH"],
};

const FRENCH: NameSet = NameSet {
    women: "Aïcha, Aminata, Béatrice, Djénéba, Élodie, Fanta, Françoise, Mariétou, N'Deye, Thérèse",
    men: "André, Désiré, François, Ibrahima, Jérôme, Koffi, Mamadou, Moïse, Sékou, Théophile",
    families: "Agbodjan, Bâ, Coulibaly, Diallo, Dossou, Hounkpè, Kouamé, N'Guessan, Ouédraogo, Sow, Traoré, d'Almeida",
    languages: &["fr", "fr-BJ", "fr-CI"],
};

const EUROPEAN: NameSet = NameSet {
    women: "Anneliese, Bríd, Chloë, Ingrid, Łucja, Margaret, Sinéad, Sofía, Zoë",
    men: "Brendan, Giorgos, Jürgen, Luís, Mateusz, Oisín, Søren, Stephen, Tomáš",
    families: "Daniëls, Fernández, Grønborg, Lindqvist, MacAllister, Müller, Núñez, O'Brien, Papadopoulou, van der Meer, Żuraw",
    languages: &["de", "en-GB", "pl", "pt"],
};

const LEVANTINE: NameSet = NameSet {
    women: "Dalia, Ghada, Layal, Nour, Rima, ليلى",
    men: "Elias, Fadi, Karim, Samir, Walid, يوسف",
    families: "Khoury, El-Khalil, Haddad, Mansour, Saab, حداد",
    languages: &["ar", "fr"],
};

const ASIAN: NameSet = NameSet {
    women: "Anjali, Deepa, Mei, Priya, Thị Hương, 美玲",
    men: "Arjun, Hiroshi, Rahul, Sanjay, Wei, 志明",
    families: "Chandrasekaran, Chen, Iyer, Nguyễn, Patel, Sharma, Tanaka, 王",
    languages: &["hi", "zh", "vi"],
};

/// One of the names of a list.
pub(super) fn one_of(names: &'static str, rng: &mut Rng) -> &'static str {
    let place = rng.place(names.split(", ").count());
    names.split(", ").nth(place).unwrap_or(names)
}

#[cfg(test)]
mod tests {
    use caredesk_domain::{name::NamePart, person::Language};

    use super::*;

    #[test]
    fn every_name_and_language_is_one() {
        assert_eq!(CULTURES.iter().map(|(share, _)| share).sum::<u32>(), 100);
        for (_, culture) in CULTURES {
            for name in [culture.women, culture.men, culture.families].iter().flat_map(|names| names.split(", ")) {
                assert!(name.parse::<NamePart>().is_ok(), "{name}");
            }
            for language in culture.languages {
                assert!(language.parse::<Language>().is_ok(), "{language}");
            }
        }
    }
}
