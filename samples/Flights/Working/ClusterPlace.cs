namespace Flights.Working;

/// <summary>A worker's place in an Akka cluster on loopback.</summary>
/// <param name="Port">Its own; who takes its place has it too.</param>
/// <param name="Seeds">All workers' ports. The first one makes the cluster where none of the others is in one.</param>
internal sealed record ClusterPlace(int Port, IReadOnlyList<int> Seeds)
{
    public bool Equals(ClusterPlace? other) => other is not null && Port == other.Port && Seeds.SequenceEqual(other.Seeds);

    public override int GetHashCode() => Port;
}
