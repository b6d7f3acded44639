using Avro.Generic;

namespace Akka.Events.SchemaRegistry.Internal.Avro;

/// <summary>How records of a schema are written.</summary>
internal sealed record AvroWriting<T>(DatumWriter<T> Writer, Lookup<Written> Written);
