using Akka.Events.Topics.Internal;

namespace Akka.Events.Handling.Internal.Deliveries;

/// <summary>A key of one handler: what its events are handled by, one after another.</summary>
internal readonly struct HandledKey(HandlerDefinition handler, byte[] key) : IEquatable<HandledKey>
{
    private readonly HandlerDefinition _handler = handler;
    private readonly byte[] _key = key;

    public bool Equals(HandledKey other) => _handler == other._handler && KeyComparer.Instance.Equals(_key, other._key);

    public override bool Equals(object? obj) => obj is HandledKey other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_handler.Index, KeyComparer.Instance.GetHashCode(_key));
}
