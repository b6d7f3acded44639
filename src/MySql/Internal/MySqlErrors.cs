using MySqlConnector;

namespace Akka.Events.Persistence.MySql.Internal;

/// <summary>What an error says of the transaction it answers.</summary>
internal static class MySqlErrors
{
    // MariaDB's own: a row has changed since the transaction's snapshot (innodb_snapshot_isolation).
    private const int RecordChanged = 1020;

    // Numbers of the server that come with a session's end, or of a commit that is open. Those below 1000 and from 2000 to 2999 are the client's.
    private static readonly HashSet<int> Open =
    [
        1040, 1042, 1043, 1053, 1077, 1078, 1079, 1080, // can't connect; shutdown
        1152, 1153, 1154, 1155, 1156, 1157, 1158, 1159, 1160, 1161, 1184, 1189, 1190, // the connection
        1180, 1181, // during commit, during rollback
        1194, 1195, // broken tables
        1317, // cut short
        1927, 3169, // the session was killed
        4031, // idle for too long
    ];

    /// <summary>Another transaction was met, and this one was rolled back or is to be: it can begin anew at once.</summary>
    public static bool IsConflict(Exception failure) => Find(failure) is { } error
        && ((int)error.ErrorCode is RecordChanged || error.ErrorCode is MySqlErrorCode.LockDeadlock or MySqlErrorCode.LockWaitTimeout);

    /// <summary>The server has answered with it, and nothing of the transaction is committed.</summary>
    public static bool IsRefusal(Exception failure) =>
        Find(failure) is { } error && (int)error.ErrorCode is >= 1000 and not (>= 2000 and < 3000) and var number && !Open.Contains(number);

    /// <summary>A user's library may have packed it up.</summary>
    public static MySqlException? Find(Exception? failure)
    {
        while (failure is not null and not MySqlException) failure = failure.InnerException;
        return (MySqlException?)failure;
    }
}
