//! What a comparison of Splink is about: the columns without which it says nothing.

use super::{
    json::Level,
    made::Made,
    sql::{self, Sql},
};

/// The field of a comparison, and the others of which it is enough that one is filled.
pub(super) fn about(
    nulls: &[&Level],
    levels: &[&Level],
    note: &mut impl FnMut(&str),
) -> Option<Vec<Made>> {
    let condition = nulls.first().and_then(|it| sql::parse(&it.sql_condition));
    let missing = condition.as_ref().and_then(missing);
    if nulls.len() > 1 {
        note("only the first of its null levels is looked at");
    }
    if let Some(mut groups) = missing {
        let is_several = groups.len() == 1 && groups.iter().any(|it| it.len() > 1);
        if is_several {
            note(
                "it says nothing where the first of its columns is missing; where another is, no level that asks for that one holds",
            );
        }
        let single = groups
            .iter_mut()
            .filter_map(|it| (!it.is_empty()).then(|| it.remove(0)));
        return Some(single.collect());
    }
    let read = |it: &&Level| sql::parse(&it.sql_condition).and_then(|it| first(&it));
    let own = levels.iter().filter(|it| !it.is_else()).find_map(read);
    if own.is_none() {
        note("it is left out: none of its levels has a like in rasso");
        return None;
    }
    note(
        "what it takes for missing has no like in rasso: it says nothing where the column that it asks for first is missing",
    );
    own.map(|it| vec![it])
}

/// The columns of a null level: all groups must be missing, a group is where any of its columns is.
fn missing(condition: &Sql) -> Option<Vec<Vec<Made>>> {
    let group = |it: &&Sql| -> Option<Vec<Made>> {
        let mut columns: Vec<Made> = Vec::new();
        for part in it.parts("or") {
            let Sql::IsNull(of) = part else { return None };
            let (made, _) = Made::read(of)?;
            if !columns.contains(&made) {
                columns.push(made);
            }
        }
        Some(columns)
    };
    let groups: Vec<Vec<Made>> = condition
        .parts("and")
        .iter()
        .map(group)
        .collect::<Option<_>>()?;
    let is_clear = groups.len() == 1 || groups.iter().all(|it| it.len() == 1);
    is_clear.then_some(groups)
}

/// The first column that a condition asks for.
fn first(condition: &Sql) -> Option<Made> {
    if let Some((made, _)) = Made::read(condition) {
        return Some(made);
    }
    match condition {
        Sql::Call(_, of) => of.iter().find_map(first),
        Sql::Both(_, left, right) => first(left).or_else(|| first(right)),
        Sql::IsNull(of) => first(of),
        Sql::Column(..) | Sql::Number(_) | Sql::Text(_) => None,
    }
}
