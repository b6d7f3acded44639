using Avro;
using AvroSchema = Avro.Schema;
using Schema = Confluent.SchemaRegistry.Schema;

namespace Akka.Events.SchemaRegistry.Internal.Avro;

/// <summary>Avro schemas as a registry has them.</summary>
internal static class AvroSchemas
{
    /// <summary>A schema with those that it refers to.</summary>
    /// <exception cref="SchemaRefusedException">It is none.</exception>
    public static Task<AvroSchema> Parse(Schemas schemas, Schema schema) => Parse(schemas, schema, new SchemaNames());

    /// <summary>Why what is written with one schema can't be read with another, where that shows in their fields; else null.</summary>
    public static string? Difference(AvroSchema read, AvroSchema written)
    {
        if (read is not RecordSchema reading) return null;
        if (written is not RecordSchema writing) return $"that is a schema of {written.Name}, not of a record";
        foreach (var field in reading.Fields)
        {
            if (!writing.TryGetField(field.Name, out var other))
            {
                if (field.DefaultValue is null) return $"{writing.Fullname} there has no field '{field.Name}', for which the class has no default";
            }
            else if (!field.Schema.CanRead(other.Schema))
            {
                return $"field '{field.Name}' of {writing.Fullname} there is {Name(other.Schema)}, which can't be read as {Name(field.Schema)}";
            }
        }
        return null;
    }

    // Of a union, a list or a map the name alone says too little.
    private static string Name(AvroSchema schema) => schema is UnionSchema or ArraySchema or MapSchema ? schema.ToString() : schema.Fullname;

    private static async Task<AvroSchema> Parse(Schemas schemas, Schema schema, SchemaNames names)
    {
        foreach (var reference in schema.References ?? [])
        {
            var referred = await schemas.Referred(reference).ConfigureAwait(false);
            if (await Parse(schemas, referred, names).ConfigureAwait(false) is NamedSchema named && !names.Contains(named.SchemaName))
                names.Add(named);
        }
        try
        {
            return AvroSchema.Parse(schema.SchemaString, names);
        }
        catch (AvroException e)
        {
            throw new SchemaRefusedException($"it is no Avro schema: {e.Message}", e);
        }
    }
}
