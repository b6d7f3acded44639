using System.Buffers;
using System.Collections.Concurrent;
using System.Data.Common;
using System.Text;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Batches;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Topics;

namespace Akka.Events.Tests.Fakes;

/// <summary>One function as a handler of each kind.</summary>
internal static class KindsOfHandlers
{
    /// <summary>Texts for which the codec is ready, of those that begin with "no schema yet".</summary>
    public static readonly ConcurrentDictionary<string, bool> Ready = new();

    /// <summary>How often they were read before.</summary>
    public static readonly ConcurrentDictionary<string, int> Refused = new();

    /// <summary>All texts but "undecodable".</summary>
    public static readonly Topic<string> Events = Topic.Of("events", new Picky());

    public static HandlerDefinition Of(string kind, Func<string, EventContext, Task> handle, Action<HandlerOptions>? configure = null)
    {
        var options = new HandlerOptions { MinBackoff = TimeSpan.FromMilliseconds(5), MaxBackoff = TimeSpan.FromMilliseconds(20) };
        configure?.Invoke(options);
        return kind switch
        {
            "plain" => new PlainHandler<string>(kind, Events, (text, context) => new ValueTask(handle(text, context)), options),
            "batch" => new BatchHandler<string>(kind, Events, (events, _) => Each(events, handle), inTransaction: false, options),
            "transaction" => new TransactionHandler<string>(kind, Events, (text, transaction, context) => InTransaction(transaction, text, context, handle), options),
            "transaction of a batch" => new BatchHandler<string>(
                kind, Events, (events, transaction) => Each(events, (text, context) => InTransaction(transaction!, text, context, handle)),
                inTransaction: true, options),
            _ => Entity(new EntityOptions(kind, options), handle),
        };
    }

    private static async Task Each(EventBatch<string> events, Func<string, EventContext, Task> handle)
    {
        foreach (var one in events) await handle(one.Event, one.Context);
    }

    /// <summary>The handler, whose events that can't be handled become dead letters.</summary>
    public static HandlerDefinition Saving(this HandlerDefinition handler)
    {
        (handler.Options.OnFailure, handler.Options.OnUndecodable) = (FailureMode.Save, FailureMode.Save);
        return handler;
    }

    // Into a table effects (event text).
    private static async Task InTransaction(DbTransaction transaction, string text, EventContext context, Func<string, EventContext, Task> handle)
    {
        await using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"insert into effects (event) values ('{text}')";
        await command.ExecuteNonQueryAsync(context.CancellationToken);
        await handle(text, context);
    }

    private static EntityType Entity(EntityOptions options, Func<string, EventContext, Task> handle) =>
        new EntityType<Count>(typeof(Handling), options) { Props = Actor.Props.Create(() => new Handling(handle)) };

    private sealed class Picky : ICodec<string>
    {
        public string ContentType => "text/plain";

        public void Encode(string value, IBufferWriter<byte> buffer) => buffer.Write(Encoding.UTF8.GetBytes(value));

        public string Decode(ReadOnlySpan<byte> bytes)
        {
            var text = Encoding.UTF8.GetString(bytes);
            if (text.StartsWith("no schema yet", StringComparison.Ordinal) && !Ready.ContainsKey(text))
            {
                Refused.AddOrUpdate(text, 1, (_, times) => times + 1);
                throw new CodecNotReadyException("nobody answers", Task.Delay(20));
            }
            return text != "undecodable" ? text : throw new FormatException("told not to be decoded");
        }
    }

    public sealed class Handling : EntityActor<Count>
    {
        public Handling(Func<string, EventContext, Task> handle)
        {
            On(Events, async text =>
            {
                Persist(new Counted(text));
                await handle(text, Event);
            });
            Apply<Counted>((state, e) => new Count { Events = state.Events + 1, Seen = [.. state.Seen, e.Text] });
            Query<GetCount, Count>(_ => State);
        }
    }
}
