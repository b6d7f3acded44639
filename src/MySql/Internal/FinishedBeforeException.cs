using System.Data.Common;

namespace Akka.Events.Persistence.MySql.Internal;

/// <summary>A record is finished already: an earlier commit has done it whose answer was lost. Only a new claim finds that out.</summary>
internal sealed class FinishedBeforeException(DbException cause) : Exception($"a record is finished already: {cause.Message}", cause);
