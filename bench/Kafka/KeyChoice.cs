namespace Akka.Events.Bench.Kafka;

/// <summary>
/// Chooses keys by number, from a seed: uniformly, or by Zipf's law, where the r-th most frequent of them has a share in proportion to 1 /
/// r^exponent.
/// </summary>
internal sealed class KeyChoice
{
    private readonly Random _random;
    private readonly int _keys;
    private readonly double _exponent;
    private readonly double _first;
    private readonly double _last;
    private readonly double _accepted;

    public KeyChoice(int keys, double exponent, int seed)
    {
        _keys = keys;
        _exponent = exponent;
        _random = new Random(seed);
        if (exponent == 0) return;
        // Rejection-inversion (Hörmann and Derflinger, 1996): constant time and memory for any number of keys.
        _first = Integral(1.5) - 1;
        _last = Integral(keys + 0.5);
        _accepted = 2 - Inverse(Integral(2.5) - Density(2));
    }

    public int Next() => _exponent == 0 ? _random.Next(_keys) : NextRank() - 1;

    private int NextRank()
    {
        while (true)
        {
            var u = _last + _random.NextDouble() * (_first - _last);
            var x = Inverse(u);
            var rank = Math.Clamp(Math.Round(x), 1, _keys);
            if (rank - x <= _accepted || u >= Integral(rank + 0.5) - Density(rank)) return (int)rank;
        }
    }

    private double Density(double x) => Math.Pow(x, -_exponent);

    private double Integral(double x) => _exponent == 1 ? Math.Log(x) : (Math.Pow(x, 1 - _exponent) - 1) / (1 - _exponent);

    private double Inverse(double y) => _exponent == 1 ? Math.Exp(y) : Math.Pow(1 + y * (1 - _exponent), 1 / (1 - _exponent));
}
