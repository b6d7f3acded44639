using System.Buffers;
using Akka.Events.Topics;
using Confluent.SchemaRegistry;

namespace Akka.Events.SchemaRegistry.Internal;

/// <summary>What codecs with a registry have in common: what they are written with, and how they say no.</summary>
internal abstract class SchemaCodec<T> : ICodec<T>
{
    protected SchemaCodec(Schemas schemas, string topic, SchemaOptions options)
    {
        ArgumentNullException.ThrowIfNull(topic);
        (Schemas, Topic, Options) = (schemas, topic, options);
    }

    public abstract string ContentType { get; }

    protected Schemas Schemas { get; }

    protected string Topic { get; }

    protected SchemaOptions Options { get; }

    protected static string Of => typeof(T).Name;

    public T Decode(ReadOnlySpan<byte> bytes)
    {
        var id = Framing.Read(bytes, Of);
        try
        {
            return Decode(id, bytes[Framing.Length..]);
        }
        catch (SchemaRefusedException e)
        {
            throw new EventDecodeException($"It is written with schema {id}, and can't be read as a {Of}: {e.Message}.", e);
        }
    }

    public void Encode(T @event, IBufferWriter<byte> output)
    {
        Written written;
        try
        {
            written = WrittenAs(@event);
        }
        catch (SchemaRefusedException e)
        {
            throw new InvalidOperationException(e.Message, e);
        }
        Framing.Write(output, written.Id);
        output.Write(written.Message);
        Write(@event, output);
    }

    protected abstract T Decode(int id, ReadOnlySpan<byte> payload);

    /// <exception cref="CodecNotReadyException">It isn't known yet.</exception>
    /// <exception cref="SchemaRefusedException">It can't be written.</exception>
    protected abstract Written WrittenAs(T @event);

    protected abstract void Write(T @event, IBufferWriter<byte> output);

    private string Subject(string fullName) => Options.Subject ?? Options.Naming switch
    {
        SubjectNaming.Topic => $"{Topic}-value",
        SubjectNaming.Record => fullName,
        _ => $"{Topic}-{fullName}",
    };

    /// <summary>Looks up what a type of events is written with.</summary>
    /// <param name="fullName">The type's name in its schema.</param>
    /// <param name="own">By the type's own schema, in a subject.</param>
    /// <param name="latest">By a subject's newest schema, where the options want that; null for a codec that doesn't take it.</param>
    protected Lookup<Written> ToWrite(string fullName, Func<string, Task<Written>> own, Func<string, Task<Written>>? latest = null)
    {
        var subject = Subject(fullName);
        return latest is not null && Options.Writing == SchemaWriting.Latest
            ? Schemas.Lookup($"the newest schema of subject '{subject}'", () => latest(subject))
            : Schemas.Lookup($"the schema of {Of}, of subject '{subject}',", () => own(subject));
    }

    /// <summary>What events are written with whose schema has a number in a subject.</summary>
    protected async Task<Written> Numbered(string subject, Schema schema, byte[]? message = null) =>
        new(await Schemas.Id(subject, schema, Of, Options).ConfigureAwait(false), message ?? []);

    /// <summary>Alike are those that read and write the same with the same registry.</summary>
    public override bool Equals(object? obj) =>
        obj is SchemaCodec<T> other && other.GetType() == GetType() && ReferenceEquals(other.Schemas, Schemas) && other.Topic == Topic
        && other.Options == Options;

    public override int GetHashCode() => HashCode.Combine(GetType(), Topic, Options);
}
