using Akka.Events.Committing.Internal.Letters;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Handling.Internal.Shared;

/// <summary>The topics of a group, each with the handlers that read it.</summary>
internal sealed class GroupRoutes
{
    private readonly List<SubscribedTopic> _topics = [];
    private readonly List<List<HandlerDefinition>> _handlersOf = [];

    /// <param name="group">The group's name.</param>
    /// <param name="handlers">The group's handlers, described.</param>
    /// <param name="names">What their topics are called in Kafka.</param>
    /// <param name="exact">What entities put off is sent once.</param>
    /// <exception cref="InvalidOperationException">They can't be in one group; the message says which and why.</exception>
    public GroupRoutes(string group, IReadOnlyList<HandlerDefinition> handlers, TopicNames names, bool exact)
    {
        foreach (var handler in handlers)
        {
            if (handler.Topics.Count == 0) throw new InvalidOperationException($"{Named(handler)} handles no topic: its constructor has no On");
            foreach (var topic in handler.Topics) Add(handler, SubscribedTopic.Of(names.Of((ITopic)topic), _topics.Count));
        }
        foreach (var topic in _topics.ToArray())
        {
            var retrying = _handlersOf[topic.Index].FindAll(handler => handler.Options.RetriesLater);
            if (retrying.Count == 0) continue;
            // A record that is sent again, for want of a note that it was sent, would count twice.
            if (!exact && retrying.Find(handler => handler is EntityType) is { } entity)
                throw new InvalidOperationException(
                    $"{Named(entity)} counts each event once, and retry-later may bring one twice without Kafka transactions: "
                    + "switch publish.entity-transactions on, or choose save, block or discard");
            _topics.Add(topic.AddRetries(Named(LetterPost.RetriesOf(topic.Name, group)), _topics.Count));
            _handlersOf.Add(retrying);
        }
    }

    /// <summary>A route's index is its place here.</summary>
    public IReadOnlyList<SubscribedTopic> Topics => _topics;

    /// <summary>The handlers of each topic, by the route's index.</summary>
    public HandlerDefinition[][] HandlersOf => [.. _handlersOf.Select(h => h.ToArray())];

    private void Add(HandlerDefinition handler, SubscribedTopic route)
    {
        if (handler.Options.Tombstones && route.EventType.IsValueType && Nullable.GetUnderlyingType(route.EventType) is null)
            throw new InvalidOperationException(
                $"{Named(handler)} takes tombstones of topic '{route.Name}', and a {route.EventType.Name} can't be null: "
                + "handle the topic as Nullable(), or switch tombstones off");
        var known = _topics.FindIndex(r => r.Name == route.Name);
        if (known < 0)
        {
            _topics.Add(route);
            _handlersOf.Add([handler]);
            return;
        }
        if (Unlike(_topics[known], _handlersOf[known][0], route, handler) is { } unlike) throw new InvalidOperationException(unlike);
        _handlersOf[known].Add(handler);
    }

    // A record is decoded once, for all its handlers.
    private static string? Unlike(SubscribedTopic one, HandlerDefinition oneHandler, SubscribedTopic other, HandlerDefinition otherHandler)
    {
        var both = $"topic '{one.Name}' is read as {one.EventType.Name} by {Named(oneHandler)} and as {other.EventType.Name} by {Named(otherHandler)}";
        if (one.EventType != other.EventType) return $"{both}: handle it as one type, or in two groups";
        return one.Definition.Codec.Equals(other.Definition.Codec)
            ? null
            : $"{both} with another codec: use one Topic<{one.EventType.Name}> for both, or two groups";
    }

    private string Named(string retries)
    {
        if (TopicName.Problem(retries) is { } problem)
            throw new InvalidOperationException($"events to be retried later would go to '{retries}', which can't be a topic's name: {problem}");
        return _topics.Exists(topic => topic.Name == retries)
            ? throw new InvalidOperationException($"topic '{retries}' is read by a handler, and is the group's own for events to be retried later") : retries;
    }

    private static string Named(HandlerDefinition handler) =>
        handler is EntityType entity ? $"entity {entity.ActorType.Name}" : $"handler '{handler.Name}'";
}
