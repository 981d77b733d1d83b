use super::*;
use crate::model::number::Draws;

const MODEL: &str = r#"
name = "people"
version = "1"
id = "id"
[field.first]
[field.surname]
[field.born]
[field.email]
[[comparison]]
field = "first"
term_frequency = true
levels = ["exact", "typed 1"]
[[comparison]]
field = "surname"
term_frequency = true
levels = ["exact", "typed 1"]
[[comparison]]
field = "born"
levels = ["exact", "typed 1"]
[[comparison]]
field = "email"
levels = ["exact"]
[[block]]
on = ["born"]
[[block]]
on = ["email"]
[[block]]
on = ["surname"]
"#;

/// Invented people; what is drawn is the same every time.
struct Invented {
    draws: Draws,
    records: BTreeMap<&'static str, Texts>,
    people: Vec<u32>,
}

impl Invented {
    fn new(seed: u64) -> Self {
        Self {
            draws: Draws(seed),
            records: BTreeMap::new(),
            people: Vec::new(),
        }
    }

    fn is(&mut self, percent: u32) -> bool {
        self.draws.below(100) < percent
    }

    /// A number below `most`, a small one more likely.
    fn common(&mut self, most: u32) -> u32 {
        let bound = self.draws.below(most) + 1;
        self.draws.below(bound)
    }

    /// A person with so many records. In a hundred so many are bad: half of the cells are wrong.
    fn person(&mut self, number: u32, records: u32, bad: u32) {
        let [first, surname] = [60, 250].map(|it| self.common(it));
        let born = 1_940 + self.draws.below(65);
        let day = self.draws.below(336);
        let told = [
            ("first", word(first)),
            ("surname", format!("{}son", word(surname))),
            (
                "born",
                format!("{born}-{:02}-{:02}", day / 28 + 1, day % 28 + 1),
            ),
            ("email", format!("{}{number}@post.test", word(first))),
        ];
        for _ in 0..records {
            let wrong = if self.is(bad) { 50 } else { 6 };
            let id = format!("{:05}", self.people.len());
            self.records.entry("id").or_default().push(&id);
            for (heading, text) in &told {
                let mut text = text.clone();
                if self.is(wrong) {
                    let [at, letter] = [text.len() - 1, 26].map(|it| self.draws.below(place(it)));
                    let letter = char::from(b'a' + u8::try_from(letter).unwrap());
                    let at = usize::try_from(at).unwrap();
                    text.replace_range(at..=at, &letter.to_string());
                }
                if self.is(30) {
                    text.clear();
                }
                self.records.entry(*heading).or_default().push(&text);
            }
            self.people.push(number);
        }
    }

    /// Links them; gives what came of it, and of each pair whether it is of one person.
    fn linked(self, model: &str) -> (Outcome, Vec<bool>) {
        let model = Model::parse("people.toml", model).unwrap();
        let all = self.records.into_iter();
        let job = Job {
            left: all.map(|(name, texts)| (name.to_owned(), texts)).collect(),
            right: None,
        };
        let ready = job.prepare(&model).unwrap();
        let outcome = ready.run(&model, |_| true, &|_| {}).unwrap();
        let person = |it: u32| self.people[usize::try_from(it).unwrap()];
        let is_one = |it: &Chosen| person(it.pair.left) == person(it.pair.right);
        let truth = outcome.pairs.iter().map(is_one).collect();
        (outcome, truth)
    }
}

/// A word that no other number has, and that is not like its neighbours.
fn word(number: u32) -> String {
    let letters = "bdfgklmnprstvz".as_bytes();
    let vowels = b"aeiou";
    let mut rest = number * 7_919 + 104_729;
    let mut word = String::new();
    while rest > 0 {
        for (from, count) in [(letters, 14), (&vowels[..], 5)] {
            word.push(char::from(from[usize::try_from(rest % count).unwrap()]));
            rest /= count;
        }
    }
    word
}

fn sum(outcome: &Outcome) -> f64 {
    outcome.pairs.iter().map(|it| it.pair.probability()).sum()
}

fn matches(truth: &[bool]) -> f64 {
    f64::from(place(truth.iter().filter(|it| **it).count()))
}

/// Few people with many records: nearly all that agree on an e-mail or a rare name are one person, among
/// random pairs too.
fn many_records_each() -> Invented {
    let mut invented = Invented::new(7);
    for number in 0..250 {
        let records = 1 + invented.draws.below(7);
        invented.person(number, records, 10);
    }
    invented
}

#[test]
fn probabilities_add_up_to_the_matches_where_a_person_has_many_records() {
    let (outcome, truth) = many_records_each().linked(MODEL);
    let (sum, matches) = (sum(&outcome), matches(&truth));
    assert!((sum / matches - 1.0).abs() < 0.02, "{sum} of {matches}");
}

#[test]
fn what_only_matches_share_is_hardly_shared_by_chance() {
    let (outcome, truth) = many_records_each().linked(MODEL);
    let all = f64::from(place(250 * 4));
    let share_of_matches = matches(&truth) / (all * (all - 1.0) / 2.0);
    let email = outcome.levels.iter().find(|it| it.comparison == "email");
    let email = email.unwrap();
    assert!(
        email.u < share_of_matches / 100.0,
        "{} beside {share_of_matches}",
        email.u
    );
}

#[test]
fn the_weights_of_a_pair_add_up() {
    let (outcome, _) = many_records_each().linked(MODEL);
    for (pair, (prior, levels)) in outcome.pairs.iter().zip(&outcome.explained) {
        let added: f64 = levels.iter().map(|it| it.weight + it.rarity).sum();
        assert!((prior + added - pair.pair.weight).abs() < 1e-9);
    }
    assert_eq!(outcome.pairs.len(), outcome.explained.len());
}

#[test]
fn a_rare_value_says_more_than_a_common_one() {
    let (outcome, _) = many_records_each().linked(MODEL);
    let rarity = outcome.explained.iter().map(|it| it.1[1].rarity);
    let [least, most] = [f64::min, f64::max].map(|of| rarity.clone().fold(0.0, of));
    assert!(least < -1.0 && most > 1.0, "{least} to {most}");
}
