using Akka.Actor;
using Akka.Events.Handling;
using Akka.Events.Topics;
using Confluent.Kafka;

namespace Akka.Events.Operating;

/// <summary>Holds the groups of this process back, lets them go on, moves them, and bounds their work.</summary>
public interface IEventsControl
{
    /// <summary>
    /// Stops handing out records of a group, or of a part of it, in this process: what is under way is finished and committed. The process
    /// stays a member and keeps its partitions; those that it is given later wait as well. Lasts until <see cref="Resume"/>, or the process's
    /// end. Queries are answered.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="topic">One of its topics; null for all.</param>
    /// <param name="partition">A partition of the topic; null for all.</param>
    /// <exception cref="ArgumentException">There is no such group in this process, or it doesn't read the topic; or a partition without a topic.</exception>
    void Pause(string group, string? topic = null, int? partition = null);

    /// <summary>Goes on where <see cref="Pause"/> has stopped, also with what was paused in parts of it.</summary>
    /// <param name="group">The group.</param>
    /// <param name="topic">One of its topics; null for all.</param>
    /// <param name="partition">A partition of the topic; null for all.</param>
    /// <exception cref="ArgumentException">There is no such group in this process, or it doesn't read the topic; or a partition without a topic.</exception>
    /// <exception cref="InvalidOperationException">A pause of more than that holds it.</exception>
    void Resume(string group, string? topic = null, int? partition = null);

    /// <summary>
    /// Bounds how many events of plain handlers, and batches of batch handlers, are handled at once in this process. What is under way stays; what
    /// waits begins at once where there is room. Lasts until the process ends: then the configuration says again.
    /// </summary>
    /// <param name="max">How many, at least 1; null for no limit, for a handler the one that its options have.</param>
    /// <param name="group">Of this group; null for all groups together.</param>
    /// <param name="handler">Of this handler of the group; null for all of them together.</param>
    /// <exception cref="ArgumentException">There is no such group in this process, or no such handler, or it is an entity; or a handler without a
    /// group; or less than 1.</exception>
    void LimitExecuting(int? max, string? group = null, string? handler = null);

    /// <summary>
    /// Bounds how many records may be under way in this process, each assigned partition having an equal share, at least 1. Where more are, reading goes on when
    /// enough of them are finished. Lasts until the process ends: then the configuration says again.
    /// </summary>
    /// <param name="max">How many, at least 1; null for no more limit than each partition has by itself.</param>
    /// <param name="group">Of this group; null for all groups together.</param>
    /// <exception cref="ArgumentException">There is no such group in this process, or less than 1.</exception>
    void LimitOutstanding(int? max, string? group = null);

    /// <summary>
    /// Has the partitions of a topic that this process has read on at an offset, back or forth, while the group runs: what lies between is handled again, or
    /// passed over. What runs is cancelled and not finished by that; a key's next event waits for its end. Of partitions that other processes have, those are to be asked.
    /// </summary>
    /// <param name="group">The group. One with entities, or with handlers in transactions, is refused: what its events led to stands beside their offsets, and would
    /// count twice or never.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="offset">The next offset to be read; the nearest one that the log has. 0: its beginning; <see cref="long.MaxValue"/>: its end.</param>
    /// <param name="partition">This partition only; null for all that the process has.</param>
    /// <param name="cancellationToken">Stops waiting; what has been asked for goes on.</param>
    /// <returns>Where each of them is read on, when that is committed to Kafka.</returns>
    /// <exception cref="ArgumentException">There is no such group in this process, or it doesn't read the topic.</exception>
    /// <exception cref="InvalidOperationException">The group can't be moved, or a partition is just being given up.</exception>
    /// <exception cref="KafkaException">Kafka refuses the commit, or doesn't say where the log begins and ends.</exception>
    Task<IReadOnlyList<TopicPartitionOffset>> SeekAsync(
        string group, string topic, long offset, int? partition = null, CancellationToken cancellationToken = default);

    /// <summary>The same, to the first event with a timestamp not before a time; to the log's end where there is none.</summary>
    /// <inheritdoc cref="SeekAsync(string, string, long, int?, CancellationToken)"/>
    /// <param name="group">The group.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="time">The time.</param>
    /// <param name="partition">This partition only; null for all that the process has.</param>
    /// <param name="cancellationToken">Stops waiting; what has been asked for goes on.</param>
    /// <exception cref="TopicException">Kafka doesn't say which offset that is.</exception>
    Task<IReadOnlyList<TopicPartitionOffset>> SeekAsync(
        string group, string topic, DateTimeOffset time, int? partition = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Visits all entities of a class, each once, in the shards that this process has: those in memory, those at rest, and those that are in the store alone. Each has
    /// its visit between its events. A process visits its own shards: ask all of them. Several runs in a shard come one after another.
    /// </summary>
    /// <param name="visit">What its constructor names so (<see cref="EntityActor{TState}.Visit(string, Action)"/>).</param>
    /// <param name="shards">These shards (partitions) only; null for all that the process has.</param>
    /// <param name="cancellationToken">Stops waiting; what has been asked for goes on.</param>
    /// <typeparam name="TEntity">The entity class; where several groups have it, the first group's.</typeparam>
    /// <returns>How many were visited, once that is durable; and where a shard has moved meanwhile, or isn't here, that not all were.</returns>
    /// <exception cref="ArgumentException">The class has no such visit.</exception>
    /// <exception cref="InvalidOperationException">The class is no entity of any group in this process.</exception>
    /// <exception cref="TimeoutException">The group hasn't found its topics within 10 seconds.</exception>
    Task<VisitResult> VisitAsync<TEntity>(string visit, IReadOnlyCollection<int>? shards = null, CancellationToken cancellationToken = default)
        where TEntity : ActorBase;
}
