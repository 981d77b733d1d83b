//! The name that was probably meant.

/// The known name nearest to an unknown one, if any is near enough to be a slip.
///
/// ```
/// let known = ["crime_ref", "force_code"];
/// assert_eq!(rasso_schema::nearest("crime_reff", known), Some("crime_ref"));
/// assert_eq!(rasso_schema::nearest("plea", known), None);
/// ```
pub fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let wanted = plain(name);
    known
        .into_iter()
        .map(|it| (strsim::damerau_levenshtein(&wanted, &plain(it)), it))
        .filter(|(distance, it)| *distance <= it.chars().count().max(3) / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, it)| it)
}

/// Case, spaces and punctuation are slips that weigh nothing.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|it| it.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
