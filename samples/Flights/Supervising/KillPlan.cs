namespace Flights.Supervising;

/// <summary>
/// When workers are killed: after equal parts of the flights, so that one kill comes half-way. Each point counts once, also when a
/// worker that lost its memory goes over it again.
/// </summary>
internal sealed class KillPlan(long flights, int kills)
{
    private int _done;

    public int Done => _done;

    /// <summary>Whether the next kill is due now that so many flights are handled.</summary>
    public bool IsDue(long handled) => _done < kills && handled >= Point(_done);

    public void Count() => _done++;

    /// <summary>Flights handled before kill number <paramref name="kill"/>, counted from 0.</summary>
    public long Point(int kill) => Math.Max(1, flights * (kill + 1) / (kills + 1));
}
