using Akka.Events.Topics.Internal;

namespace Akka.Events.Handling.Internal.Lanes;

/// <summary>Lanes by their keys' bytes.</summary>
internal sealed class LaneComparer : IEqualityComparer<EntityLane>, IAlternateEqualityComparer<ReadOnlySpan<byte>, EntityLane>
{
    public static readonly LaneComparer Instance = new();

    public bool Equals(EntityLane? x, EntityLane? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && x.Key.AsSpan().SequenceEqual(y.Key));

    public int GetHashCode(EntityLane lane) => KeyComparer.Instance.GetHashCode(lane.Key);

    public bool Equals(ReadOnlySpan<byte> key, EntityLane lane) => key.SequenceEqual(lane.Key);

    public int GetHashCode(ReadOnlySpan<byte> key) => KeyComparer.Instance.GetHashCode(key);

    public EntityLane Create(ReadOnlySpan<byte> key) => throw new NotSupportedException("a lane needs its entity type");
}
