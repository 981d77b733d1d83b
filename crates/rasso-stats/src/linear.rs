//! Small systems of equations.

/// z' V⁻ z and the rank of V, for a symmetric V without negative directions and a z that lies in
/// its range: Cholesky's decomposition with the largest pivot first. What is left of a pivot below
/// one in 10^9 of what it began with counts as nothing.
pub(crate) fn quadratic_form(v: &[Vec<f64>], z: &[f64]) -> (f64, u32) {
    let n = z.len();
    let mut v = v.to_vec();
    let mut z = z.to_vec();
    let least: Vec<f64> = (0..n).map(|it| v[it][it] * 1e-9).collect();
    let mut open: Vec<usize> = (0..n).collect();
    let (mut sum, mut rank) = (0.0, 0);
    loop {
        open.retain(|&it| v[it][it] > least[it]);
        let Some(&pivot) = open
            .iter()
            .max_by(|a, b| v[**a][**a].total_cmp(&v[**b][**b]))
        else {
            return (sum, rank);
        };
        open.retain(|&it| it != pivot);
        let (row, height) = (v[pivot].clone(), v[pivot][pivot]);
        sum += z[pivot] * z[pivot] / height;
        rank += 1;
        for &i in &open {
            let share = row[i] / height;
            z[i] -= share * z[pivot];
            for &j in &open {
                v[i][j] -= share * row[j];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_direction_without_variance_is_left_out() {
        // Groups that share 2 events evenly; the third has nobody.
        let v = [
            vec![0.5, -0.5, 0.0],
            vec![-0.5, 0.5, 0.0],
            vec![0.0, 0.0, 0.0],
        ];
        let (form, rank) = quadratic_form(&v, &[1.0, -1.0, 0.0]);
        assert!((form - 2.0).abs() < 1e-15);
        assert_eq!(rank, 1);
    }

    #[test]
    fn a_full_matrix_is_inverted() {
        let v = [vec![4.0, 1.0], vec![1.0, 3.0]];
        let (form, rank) = quadratic_form(&v, &[1.0, 2.0]);
        // The inverse is [3, -1; -1, 4] / 11.
        assert!((form - 15.0 / 11.0).abs() < 1e-15);
        assert_eq!(rank, 2);
    }
}
