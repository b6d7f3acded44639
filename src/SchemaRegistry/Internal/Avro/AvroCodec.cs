using System.Buffers;
using System.Runtime.CompilerServices;
using Akka.Events.Topics;
using Avro;
using Avro.Generic;
using Avro.IO;
using Avro.Specific;
using Confluent.SchemaRegistry;
using AvroSchema = Avro.Schema;
using Schema = Confluent.SchemaRegistry.Schema;

namespace Akka.Events.SchemaRegistry.Internal.Avro;

/// <summary>Avro records: read from the schema that they are written with into that of their class, or as generic ones.</summary>
internal sealed class AvroCodec<T> : SchemaCodec<T> where T : class
{
    private static readonly bool IsGeneric = typeof(T) == typeof(GenericRecord);

    private readonly RecordSchema? _own; // which they are read as; null for the writer's
    private readonly ReadSchemas<DatumReader<T>> _readers;
    private readonly AvroWriting<T>? _writing; // of the class; a generic record brings its schema
    private readonly ConditionalWeakTable<RecordSchema, AvroWriting<T>> _writings = [];

    public AvroCodec(Schemas schemas, string topic, SchemaOptions options, RecordSchema? schema)
        : base(schemas, topic, options)
    {
        if (options.Writing == SchemaWriting.Latest)
            throw new ArgumentException("An Avro record is written with its own schema: SchemaWriting.Latest is for JSON and Protocol Buffers.", nameof(options));
        if (schema is not null && !IsGeneric) throw new ArgumentException($"{Of} is read by the schema of its class.", nameof(schema));
        _own = IsGeneric ? schema : SchemaOfClass();
        _readers = new ReadSchemas<DatumReader<T>>(schemas, Prepare);
        if (!IsGeneric) _writing = Writing(_own!);
    }

    public override string ContentType => "application/vnd.confluent.avro";

    public override bool Equals(object? obj) => base.Equals(obj) && obj is AvroCodec<T> other && Equals(other._own, _own);

    public override int GetHashCode() => base.GetHashCode();

    protected override T Decode(int id, ReadOnlySpan<byte> payload)
    {
        var reader = _readers.Get(id);
        var bytes = ArrayPool<byte>.Shared.Rent(payload.Length);
        try
        {
            payload.CopyTo(bytes);
            var decoder = new ArrayDecoder(bytes, payload.Length);
            var @event = reader.Read(null!, decoder);
            return decoder.Left == 0 ? @event : throw new AvroException($"{decoder.Left} bytes are left over behind it");
        }
        catch (Exception e)
        {
            throw new EventDecodeException($"It is no {Of} written with Avro schema {id}: {e.Message}", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    protected override Written WrittenAs(T @event) => WritingOf(@event).Written.Get();

    protected override void Write(T @event, IBufferWriter<byte> output)
    {
        using var stream = new BufferStream(output);
        WritingOf(@event).Writer.Write(@event, new BinaryEncoder(stream));
    }

    private AvroWriting<T> WritingOf(T @event) => _writing ?? _writings.GetValue(((GenericRecord)(object)@event).Schema, Writing);

    private AvroWriting<T> Writing(RecordSchema schema) => new(
        IsGeneric ? (DatumWriter<T>)(object)new GenericDatumWriter<GenericRecord>(schema) : new SpecificDatumWriter<T>(schema),
        ToWrite(schema.Fullname, subject => Numbered(subject, new Schema(schema.ToString(), SchemaType.Avro))));

    private async Task<DatumReader<T>> Prepare(int id)
    {
        var schema = await Schemas.Schema(id).ConfigureAwait(false);
        if (schema.SchemaType != SchemaType.Avro) throw new SchemaRefusedException($"that is a schema of {schema.SchemaType}, not of Avro");
        var written = await AvroSchemas.Parse(Schemas, schema).ConfigureAwait(false);
        var own = _own ?? written;
        try
        {
            return IsGeneric
                ? (DatumReader<T>)(object)new GenericDatumReader<GenericRecord>(written, own) : new SpecificDatumReader<T>(written, own);
        }
        catch (Exception e) when (e is AvroException or InvalidCastException or ArgumentException)
        {
            throw new SchemaRefusedException(AvroSchemas.Difference(own, written) ?? e.Message, e);
        }
    }

    private static RecordSchema SchemaOfClass() =>
        typeof(ISpecificRecord).IsAssignableFrom(typeof(T)) && typeof(T).GetField("_SCHEMA")?.GetValue(null) is RecordSchema schema
            ? schema
            : throw new ArgumentException($"{Of} is neither a GenericRecord nor a record class that Avro's tools have generated: it has no _SCHEMA.");
}
